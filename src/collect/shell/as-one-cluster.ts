import type { AccessCheck, AccessReport } from "../../model/access-check.ts";

/** What several accesses give together: nodes that none of them reaches, and whether any of them has the guests. */
export function asOneCluster(reports: readonly AccessReport[]): readonly AccessReport[] {
  const shells = reports.filter(isShell);
  const asked = new Set(shells.flatMap(({ node }) => node ?? []));
  const byApi = reports.some((report) => report.kind === undefined && !report.checks.some(isFailed));
  const hasConfigs = byApi || shells.some(({ checks }) => checks.some(isRead));
  return reports.map((report) => {
    if (!isShell(report) || report.node === undefined) return report;
    const checks = report.checks.map((check) =>
      check.step === "configs" && !hasConfigs ? { ...check, state: "failed" as const } : check,
    );
    return { ...report, checks: [...checks, ...coverage(report, asked, byApi)] };
  });
}

type Shell = AccessReport & { readonly kind: "ssh" | "node" };

const isShell = (report: AccessReport): report is Shell => report.kind === "ssh" || report.kind === "node";
const isFailed = ({ state }: AccessCheck): boolean => state === "failed";
const isRead = ({ step, state }: AccessCheck): boolean => step === "configs" && state === "ok";

/** Each node knows its own disks only. */
function coverage(
  { nodes }: AccessReport,
  asked: ReadonlySet<string>,
  byApi: boolean,
): readonly AccessCheck[] {
  const step = "nodes";
  if (nodes === undefined) return [];
  const missing = nodes.filter((node) => !asked.has(node));
  if (missing.length === 0)
    return [{ step, state: "ok", says: `all of the cluster are asked: ${nodes.join(", ")}` }];
  return [
    {
      step,
      state: byApi ? "note" : "gap",
      says: `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not asked: what lies under the disks there ${byApi ? "is known from the API alone" : "stays open"}`,
      remedy: missing.map((node) => `--from ssh://root@${node}`).join(" "),
    },
  ];
}
