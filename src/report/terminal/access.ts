import type { AccessCheck, AccessReport } from "../../model/access-check.ts";
import { printableIn } from "../printable.ts";
import { clipped, hanging, padEnd } from "./lines.ts";
import { counted } from "./place.ts";
import { glyph, paint, type Style } from "./style.ts";

const marks = {
  ok: ["pass", "pass"],
  note: ["note", "note"],
  gap: ["open", "open"],
  failed: ["critical", "critical"],
} as const;

/** Each step of an access with what it gives and what it lacks, and the role that reads and can do nothing else. */
export function terminalAccess(given: AccessReport, style: Style): string {
  const { source, fingerprint, checks, leastPrivilege } = printableIn(given, style.ascii);
  const widest = Math.max(...checks.map(({ step }) => step.length));
  const rows = checks.flatMap((check, index) => {
    const step = checks[index - 1]?.step === check.step ? "" : check.step;
    const lead = `${markOf(check, style)} ${padEnd(step, widest)}  `;
    const hint =
      check.remedy === undefined
        ? []
        : hanging(
            " ".repeat(widest + 4),
            `${glyph("remedy", style)} ${check.remedy}`,
            style.columns,
            widest + 6,
          );
    return [...hanging(lead, check.says, style.columns, widest + 4), ...hint];
  });
  const lines = [
    source,
    ...(fingerprint === undefined
      ? []
      : hanging("", `SHA-256 of its certificate: ${fingerprint}`, style.columns, 2)),
    "",
    ...rows,
    "",
    ...hanging("", verdictOf(checks), style.columns, 2),
    "",
    "The least a token needs, as root on any node:",
    ...leastPrivilege.commands.map((command) => `  ${command}`),
    ...leastPrivilege.notes.flatMap((note) =>
      hanging(`${glyph("notApplicable", style)} `, note, style.columns, 2),
    ),
  ];
  return `${clipped(lines, { ...style, columns: Math.max(style.columns, 130) }).join("\n")}\n`;
}

function markOf({ state }: AccessCheck, style: Style): string {
  const [role, sign] = marks[state];
  return paint(role, glyph(sign, style), style);
}

function verdictOf(checks: readonly AccessCheck[]): string {
  const count = (state: AccessCheck["state"]): number =>
    checks.filter((check) => check.state === state).length;
  if (count("failed") > 0) return "No access: nothing can be read this way.";
  const gaps = count("gap");
  return gaps === 0
    ? "All that the API tells can be read."
    : `It works, with ${counted(gaps, "gap")}: what they would tell stays open.`;
}
