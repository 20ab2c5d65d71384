import type { Finding } from "../../model/audit-report.ts";
import type { DecideOutput, StorageChoice } from "../../model/decision.ts";
import { printable, printableIn } from "../printable.ts";
import { commandLines } from "./command-lines.ts";
import { settingLines, widest } from "./decision-settings.ts";
import { clipped, hanging, padEnd, width } from "./lines.ts";
import { pairedLines } from "./paired-lines.ts";
import { type Glyph, glyph, mark, paint, type Style } from "./style.ts";

/** What a new guest should look like: the answer on top, every setting with its reason, then what makes it. */
export function terminalDecision(given: DecideOutput, style: Style): string {
  const output = printableIn(given, style.ascii);
  const lines = [
    ...headLines(output, style),
    "",
    ...settingLines(output.settings, style),
    "",
    ...output.commands.flatMap((command) => pairedLines(command, style)),
    "",
    ...section(output.notes.map((note) => hanging("  - ", note, style.columns))),
    ...section(openLines(output, style)),
    ...section(findingLines(output.findings, style)),
    ...section(storageLines(output, style)),
  ];
  return `${[...clipped(lines, style), ...verdictLines(output, style)].join("\n")}\n`;
}

/** Blocks with an empty line after them; none where there are none. */
function section(blocks: readonly (readonly string[])[]): readonly string[] {
  return blocks.length === 0 ? [] : [...blocks.flat(), ""];
}

const laneGlyphs: Readonly<Record<string, Glyph>> = {
  shared: "shared",
  replicated: "replicated",
  local: "local",
};

const whereTo: Readonly<Record<DecideOutput["lane"], string>> = {
  shared: "it can move live and fail over",
  replicated: "it can fail over, and may lose up to one interval",
  local: "it stays, unless it is moved with its disks",
  none: "",
  unknown: "not known whether its device can migrate live: that would decide whether it can move",
};

function headLines({ lane, quadrant, storage }: DecideOutput, style: Style): readonly string[] {
  const line = laneGlyphs[lane];
  const sign = line === undefined ? "" : `${glyph(line, style)} `;
  const os = quadrant.os === "linux" ? "Linux" : "Windows";
  const where = storage.id === null ? `a storage of type ${storage.type}` : `${storage.id} (${storage.type})`;
  const on = storage.node === null ? "" : ` of ${storage.node}`;
  return [
    ...hanging(sign, `${lane} lane, ${quadrant.role} ${os}, on ${where}${on}`, style.columns),
    ...hanging(" ".repeat(width(sign)), whereTo[lane], style.columns).map((text) =>
      paint("quiet", text, style),
    ),
  ];
}

function openLines({ open }: DecideOutput, style: Style): readonly (readonly string[])[] {
  const facts = new Map(open.flatMap(({ missing }) => missing.map(({ fact, how }) => [fact, how] as const)));
  const sign = mark("open", style);
  return [...facts].map(([fact, how]) => hanging(`  ${sign} `, `open: ${fact}: ${how}`, style.columns, 4));
}

function findingLines(findings: readonly Finding[], style: Style): readonly (readonly string[])[] {
  return findings.map(({ severity, rule, message }) =>
    hanging(`  ${mark(severity, style)} `, `${message} (${rule})`, style.columns, 4),
  );
}

function storageLines(
  { storages = [], storage }: DecideOutput,
  style: Style,
): readonly (readonly string[])[] {
  if (storages.length === 0) return [];
  const columns = Math.min(style.columns, widest);
  const fit = storages.filter(({ verdict, id }) => verdict === "fits" || id === storage.id);
  const others = storages.filter((choice) => !fit.includes(choice));
  const id = Math.max(...fit.map((choice) => width(choice.id)));
  const rows = fit.map((choice) => {
    // What there is to say of the chosen one is among the notes.
    const reasons = choice.id === storage.id ? [] : choice.reasons;
    const sign = choice.id === storage.id ? ">" : " ";
    return hanging(`${sign} ${padEnd(choice.id, id)}  `, [choice.type, ...reasons].join("; "), columns);
  });
  return [
    ["Storages that fit"],
    ...rows,
    ...(others.length === 0 ? [] : [["and those that do not"]]),
    ...misfits(others, columns),
  ];
}

/** One reason, and all that have it. */
function misfits(choices: readonly StorageChoice[], columns: number): readonly (readonly string[])[] {
  const byReason = new Map<string, readonly string[]>();
  for (const { id, reasons } of choices) {
    const reason = reasons.join("; ");
    byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
  }
  return [...byReason].map(([reason, ids]) => hanging("  ", `${ids.join(", ")}: ${reason}`, columns, 4));
}

function verdictLines({ findings }: DecideOutput, style: Style): readonly string[] {
  const notes = findings.filter(({ severity }) => severity === "note").length;
  const worse = findings.length - notes;
  const told = notes === 0 ? "" : `, ${notes} ${notes === 1 ? "note" : "notes"}`;
  const text =
    worse === 0
      ? `${mark("pass", style)} passes its own audit${told}`
      : `${mark("warning", style)} ${worse} of your own rules ${worse === 1 ? "has" : "have"} something against it`;
  const next = "--as qm|qm-set|terraform|ansible|api|checklist";
  const gap = style.columns - width(text.replace(/\x1b\[[\d;]*m/g, "")) - width(next);
  return gap >= 3
    ? [text + " ".repeat(Math.min(gap, 6)) + next]
    : [text, ...hanging("", next, style.columns, 2)];
}

/** One form of the answer alone, for a file or a pipe. */
export function decisionAs(
  output: DecideOutput,
  form: (typeof decisionForms)[number],
  { ascii }: Pick<Style, "ascii">,
): string {
  // Commands are not broken into lines here: a pipe has no edge.
  if (form === "qm" || form === "qm-set")
    return (form === "qm" ? output.commands : output.setCommands)
      .map(
        (command) => `${commandLines(command, 0, { columns: Number.MAX_SAFE_INTEGER, ascii }).join("\n")}\n`,
      )
      .join("");
  if (form === "terraform" || form === "ansible")
    return output[form]
      .split("\n")
      .map((line) => printable(line))
      .join("\n");
  if (form === "api") return `${JSON.stringify(output.api, null, 2)}\n`;
  return output.checklist
    .map(({ what, command, expect, why }) => `- ${what}\n    ${command}\n    shows ${expect}\n    ${why}\n`)
    .join("");
}

export const decisionForms = ["qm", "qm-set", "terraform", "ansible", "api", "checklist"] as const;
