import type { NodeSnapshot } from "../../model/cluster.ts";
import { readReport } from "../pvereport/read-report.ts";
import { readReports } from "../pvereport/sections.ts";
import type { ApiParts } from "./collect-api.ts";
import { type ApiReader, gapText } from "./rows.ts";

/**
 * The nodes with what their pvereports say beyond the other answers: mounts, ARC, logical volumes. What those said counts.
 * Slow: a node runs some forty commands for it, each for up to ten seconds.
 */
export async function withReports(api: ApiReader, parts: ApiParts): Promise<ApiParts> {
  const read = await Promise.all(parts.nodes.map((node) => withReport(api, node)));
  const gaps = read.flatMap(({ node, gap }) =>
    gap === undefined ? [] : [{ path: `nodes/${node.name}/report`, reason: gap }],
  );
  return {
    ...parts,
    nodes: read.map(({ node }) => node),
    unreadable: [...parts.unreadable, ...gaps],
  };
}

interface WithReport {
  readonly node: NodeSnapshot;
  readonly gap?: string;
}

async function withReport(api: ApiReader, node: NodeSnapshot): Promise<WithReport> {
  const path = `/nodes/${node.name}/report`;
  const answer = await api.get(path);
  if (!answer.ok) return { node, gap: gapText(path, answer) };
  const [report] = typeof answer.data === "string" ? readReports(answer.data) : [];
  const own =
    report === undefined ? undefined : readReport(report).nodes.find(({ name }) => name === node.name);
  if (own === undefined) return { node, gap: `the answer of ${path} is no report of ${node.name}` };
  const told = Object.entries(node).filter(([, reading]: [string, unknown]) => isRead(reading));
  // of logical volumes the API knows the thin pools alone, more exactly than the report
  return { node: { ...own, ...(Object.fromEntries(told) as Partial<NodeSnapshot>), name: node.name } }; // some of its own entries
}

const isRead = (reading: unknown): boolean =>
  typeof reading === "object" && reading !== null && "value" in reading;
