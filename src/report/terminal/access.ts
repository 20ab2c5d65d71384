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
    ...hanging("", verdictOf(given), style.columns, 2),
    "",
  ];
  const { commands, notes } = leastPrivilege;
  const least = [
    ...(commands.length === 0 ? [] : [leastWords[given.kind ?? "api"]]),
    // to be pasted: whole, however long
    ...commands.map((command) => `  ${command}`),
    ...notes.flatMap((note) => hanging(`${glyph("notApplicable", style)} `, note, style.columns, 2)),
  ];
  return `${[...clipped(lines, style), ...least].join("\n")}\n`;
}

function markOf({ state }: AccessCheck, style: Style): string {
  const [role, sign] = marks[state];
  return paint(role, glyph(sign, style), style);
}

const leastWords = {
  api: "The least a token needs, as root on any node:",
  write: "The least a token needs to apply this plan, as root on any node:",
  ssh: "The least a login needs, as the key that may do nothing else:",
  node: "The least it takes:",
} as const;

const verdicts = {
  api: ["No audit can be made this way.", "All that the API tells can be read."],
  write: ["This plan cannot be applied this way.", "The guest steps of this plan can be written."],
  ssh: ["No audit can be made this way.", "All that this node tells can be read."],
  node: ["No audit can be made this way.", "All that this node tells can be read."],
} as const;

function verdictOf({ checks, kind }: AccessReport): string {
  const [none, all] = verdicts[kind ?? "api"];
  const count = (state: AccessCheck["state"]): number =>
    checks.filter((check) => check.state === state).length;
  if (count("failed") > 0) return none;
  const gaps = count("gap");
  if (gaps === 0) return all;
  return kind === "write"
    ? `Not all of this plan can be carried out: ${counted(gaps, "gap")}.`
    : `It works, with ${counted(gaps, "gap")}: what they would tell stays open.`;
}
