import type { AssumptionEvent, AssumptionVerdict, JudgedAssumption } from "../../model/assumptions.ts";
import type { Severity } from "../../model/outcome.ts";
import { printableIn } from "../printable.ts";
import { apart, clipped, hanging } from "./lines.ts";
import { counted } from "./place.ts";
import { mark, paint, type Style } from "./style.ts";

/** What puts an assumption in doubt. */
const events: Readonly<Record<AssumptionEvent, string>> = {
  "pve-major": "a new major version of Proxmox VE",
  "openzfs-major": "a new line of OpenZFS",
  "storage-presentation": "another kind of shared storage",
  "windows-onto-zfs": "a pinned Windows guest on ZFS",
  "slog-or-l2arc": "a log or cache device in a pool",
  ashift: "disks with another sector size",
};

type Group = AssumptionVerdict["kind"] | "disputed" | "refuted" | "read";

/** The worst first; `read` without a cluster. */
const groups: readonly {
  readonly group: Group;
  readonly heading: string;
  readonly word: string;
  readonly role: Severity | "pass" | "open";
}[] = [
  {
    group: "contradicted",
    heading: "CONTRADICTED  this cluster is different",
    word: "contradicted",
    role: "error",
  },
  { group: "doubted", heading: "IN DOUBT  look again", word: "in doubt", role: "warning" },
  { group: "open", heading: "OPEN  it could not be told", word: "open", role: "open" },
  { group: "holds", heading: "HOLD  at the versions they were read at", word: "hold", role: "pass" },
  { group: "read", heading: "TAKEN FOR TRUE", word: "taken for true", role: "pass" },
  {
    group: "disputed",
    heading: "DISPUTED  the article believes it, the sources do not",
    word: "disputed",
    role: "note",
  },
  {
    group: "refuted",
    heading: "REFUTED  the article believed it, and it is not so",
    word: "refuted",
    role: "note",
  },
];

/** Every assumption behind the verdicts; with a cluster, judged by its facts. */
export function terminalAssumptions(
  given: { readonly assumptions: readonly JudgedAssumption[]; readonly cluster?: string },
  style: Style,
): string {
  const { assumptions, cluster } = printableIn(given, style.ascii);
  const blocks = groups.flatMap(({ group, heading, role }) => {
    const members = assumptions.filter((assumption) => groupOf(assumption) === group);
    if (members.length === 0) return [];
    return [
      paint(role, heading, style),
      ...members.flatMap((assumption) => assumptionLines(assumption, role, style)),
      "",
    ];
  });
  const counts = groups.flatMap(({ group, word }) => {
    const count = assumptions.filter((assumption) => groupOf(assumption) === group).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const total = `${counted(assumptions.length, "assumption")}${cluster === undefined ? "" : ` about ${cluster}`}: ${counts.join(", ")}`;
  const next =
    cluster === undefined ? ["Next: lanekeeper assumptions --from <source> judges them for a cluster"] : [];
  const lines = [...blocks, ...[total, ...next].flatMap((text) => hanging("", text, style.columns, 2))];
  return `${clipped(lines, style).join("\n")}\n`;
}

function groupOf({ refuted, disputed, verdict }: JudgedAssumption): Group {
  if (refuted !== undefined) return "refuted";
  // What a cluster shows weighs more than a dispute about it.
  if (disputed !== undefined && (verdict === undefined || verdict.kind === "holds")) return "disputed";
  return verdict?.kind ?? "read";
}

const label = (text: string): string => `    ${text.padEnd(8)}`;

function assumptionLines(
  assumption: JudgedAssumption,
  role: Severity | "pass" | "open",
  style: Style,
): readonly string[] {
  const { id, statement, sources, readAt, event, recheck, refuted, disputed, verdict } = assumption;
  const { columns } = style;
  const said = hanging(`${mark(role, style)} `, statement, columns, 2);
  return [
    ...said.slice(0, -1),
    ...apart(said.at(-1) ?? "", paint("quiet", id, style), columns),
    ...(refuted === undefined ? [] : hanging(label("true is"), refuted, columns)),
    ...(disputed === undefined ? [] : hanging(label("but"), disputed, columns)),
    ...reasonLines(verdict, columns),
    ...hanging(label("read at"), `${readAt}; ${sources.join("; ")}`, columns),
    ...(refuted === undefined ? hanging(label("watch"), events[event], columns) : []),
    ...hanging(label("check"), recheck, columns),
  ];
}

function reasonLines(verdict: AssumptionVerdict | undefined, columns: number): readonly string[] {
  if (verdict === undefined || verdict.kind === "holds") return [];
  if (verdict.kind === "open") {
    const facts = [
      ...new Set(verdict.missing.map(({ fact, node }) => (node === undefined ? fact : `${fact} (${node})`))),
    ];
    return hanging(label("missing"), firstFew(facts), columns);
  }
  return hanging(label("here"), firstFew(verdict.because), columns);
}

const most = 6;

function firstFew(texts: readonly string[]): string {
  const left = texts.length - most;
  return `${texts.slice(0, most).join("; ")}${left > 0 ? `; and ${left} more` : ""}`;
}
