import type { Finding } from "../../model/audit-report.ts";
import type { Evidence } from "../../model/outcome.ts";
import { commandLines } from "./command-lines.ts";
import { apart, hanging, width } from "./lines.ts";
import { shortPlace } from "./place.ts";
import { changesText, effectText } from "./remedy.ts";
import { glyph, mark, paint, type Style } from "./style.ts";

/** Findings with their chains of reasons; those that one command repairs stand together, the command once below. */
export function showFindings(findings: readonly Finding[], style: Style): readonly string[] {
  return groupsOf(findings).flatMap((group) => [
    ...group.flatMap((finding) => [...findingHead(finding, style), ...chainLines(finding.evidence, style)]),
    ...remedyLines(group, style),
    "",
  ]);
}

type Group = readonly [Finding, ...Finding[]];

/** A finding joins the first one whose commands hold all of its own: alone, its share could do harm. */
function groupsOf(findings: readonly Finding[]): readonly Group[] {
  const groups: { readonly commands: ReadonlySet<string>; readonly members: [Finding, ...Finding[]] }[] = [];
  const most = [...findings].sort((a, b) => b.remedy.commands.length - a.remedy.commands.length);
  for (const finding of most) {
    const own = finding.remedy.commands.map((command) => JSON.stringify(command));
    const mayShare = finding.remedy.kind === "change" && own.length > 0;
    const group = mayShare
      ? groups.find(({ commands }) => own.every((command) => commands.has(command)))
      : undefined;
    if (group !== undefined) group.members.push(finding);
    else groups.push({ commands: new Set(mayShare ? own : []), members: [finding] });
  }
  const rank = new Map(findings.map((finding, at) => [finding, at]));
  const at = (finding: Finding): number => rank.get(finding) ?? 0;
  return groups
    .map(({ members }): Group => members.sort((a, b) => at(a) - at(b)))
    .sort(([a], [b]) => at(a) - at(b));
}

function findingHead(finding: Finding, style: Style): readonly string[] {
  const { severity, message, rule, subject, clearedByPending, pendingOnly, waiver } = finding;
  const { columns } = style;
  const about = subject.drive ?? (subject.vmid === undefined ? shortPlace(subject, style) : "");
  const when = pendingOnly === true ? "once the pending change is in force: " : "";
  const isPending = rule === "guest/pending-changes"; // that one is about nothing else
  const end = clearedByPending === true && !isPending ? "; the pending change clears it" : "";
  const waived =
    waiver === undefined ? "" : `; waived until ${waiver.until} by ${waiver.by}: ${waiver.reason}`;
  const text = `${about === "" ? "" : `${about}: `}${when}${message}${end}${waived}`;
  const lines = hanging(`${mark(severity, style)} `, text, columns);
  return [...lines.slice(0, -1), ...apart(lines.at(-1) ?? "", paint("quiet", rule, style), columns)];
}

/** The facts a verdict rests on, each with the place it was read. */
function chainLines(evidence: readonly Evidence[], style: Style): readonly string[] {
  return evidence.flatMap(({ fact, value, source, node }, at) => {
    const last = at === evidence.length - 1;
    const sign = glyph(last ? "chainLast" : at === 0 ? "chainFirst" : "chain", style);
    const indent = 2 + width(glyph("chainLast", style)) + 1;
    const lead = `  ${sign}`.padEnd(indent);
    const where = node === undefined ? source : `${source} (${node})`;
    // A sentence of a source reads on; only a short one stands at the right.
    if (width(where) > style.columns / 2)
      return hanging(lead, `${fact}: ${value} (${where})`, style.columns, indent);
    const lines = hanging(lead, `${fact}: ${value}`, style.columns, indent);
    return [...lines.slice(0, -1), ...apart(lines.at(-1) ?? "", paint("quiet", where, style), style.columns)];
  });
}

function remedyLines(group: Group, style: Style): readonly string[] {
  const { columns } = style;
  const leader = group.find(({ remedy }) => remedy.commands.length > 1) ?? group[0];
  const { kind, commands, safety, takesEffect } = leader.remedy;
  const isManual = kind === "manual";
  const steps = unique(group.flatMap(({ remedy }) => remedy.steps ?? [])).flatMap((step, at) =>
    hanging(`    ${at + 1}. `, step, columns),
  );
  const said = isManual ? "by hand" : kind === "none" ? "nothing to change" : changesText(group, style);
  const where =
    commands.length === 0
      ? ""
      : ` on ${unique(commands.map(({ node }) => node ?? "the guest's node")).join(", ")}`;
  const effect = [safety === "review" ? "review" : "", effectText(takesEffect)].filter((part) => part !== "");
  const gui = guiText(unique(group.flatMap((finding) => finding.remedy.gui ?? [])), style);
  const risks = unique(group.flatMap(({ remedy }) => remedy.risks));
  return [
    ...hanging(
      `  ${glyph("remedy", style)} `,
      isManual ? said : `${said}${where === "" ? "" : `;${where}`}`,
      columns,
    ),
    ...(isManual ? steps : []),
    ...(isManual && where !== "" ? hanging("    ", where.trim(), columns) : []),
    ...commands.flatMap((command) => commandLines(command, 4, style)),
    ...(isManual ? [] : steps),
    ...(effect.length === 0 ? [] : hanging("    ", effect.join(glyph("separator", style)), columns)),
    ...(gui === "" ? [] : hanging("    ", `or click: ${gui}`, columns)),
    ...risks.flatMap((risk) => hanging("    ! ", risk, columns)),
  ];
}

/** Paths that differ in their last field only are told once: `701 › Hardware › Hard Disk (scsi2) › Edit › Discard, IO thread`. */
function guiText(paths: readonly string[], { ascii }: Style): string {
  const arrow = ascii ? " > " : " › ";
  const parts = paths.map((path) => ({
    to: path.slice(0, path.lastIndexOf(arrow)),
    field: path.slice(path.lastIndexOf(arrow)),
  }));
  const [first] = parts;
  if (first === undefined) return "";
  if (!parts.every(({ to }) => to === first.to)) return paths.join("; ");
  return first.to + arrow + parts.map(({ field }) => field.slice(arrow.length)).join(", ");
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
