import type { PendingOutput, RestartResult, WaitingOption } from "../../model/run-output.ts";
import { printable, printableIn } from "../printable.ts";
import { changeText } from "./change-text.ts";
import { apart, clipped, hanging, padEnd, width } from "./lines.ts";
import { counted } from "./place.ts";
import { processWords } from "./restart-process.ts";
import { glyph, paint, type Style } from "./style.ts";

/** Who waits for a stop and start, and for what. */
export function terminalPending(given: PendingOutput, style: Style): string {
  const { guests, unread } = printableIn(given, style.ascii);
  const cells = Math.max(0, ...guests.flatMap(({ options }) => options.map(({ option }) => width(option))));
  const lines = [
    ...guests.flatMap(({ vmid, name, node, options }) => [
      ...apart(
        `${paint("warning", glyph("stopStart", style), style)} ${vmid} ${name}`,
        node ?? "",
        style.columns,
      ),
      ...options.flatMap((option) => optionLines(option, cells, style)),
      "",
    ]),
    ...unread.flatMap(({ path, reason }) =>
      hanging(`${glyph("open", style)} not read: `, `${path}: ${reason}`, style.columns, 4),
    ),
    ...(guests.length === 0
      ? [`nothing waits${unread.length === 0 ? "" : " in what could be read"}`]
      : [
          ...hanging(
            "",
            `${counted(guests.length, "guest")} ${guests.length === 1 ? "waits" : "wait"} for a stop and start; a reboot from inside is not enough`,
            style.columns,
            2,
          ),
          ...hanging("Next: ", restartWords(guests), style.columns),
        ]),
  ];
  return `${clipped(lines, style).join("\n")}\n`;
}

const mostNamed = 8;

function restartWords(guests: PendingOutput["guests"]): string {
  const named = guests.slice(0, mostNamed).map(({ vmid }) => vmid);
  return `lanekeeper restart ${named.join(" ")}${guests.length > mostNamed ? ", then the others" : ""}`;
}

/** `scsi0  cache writeback → none; aio unset → io_uring`, and who saved it. */
function optionLines(
  { option, changes, run }: WaitingOption,
  cells: number,
  style: Style,
): readonly string[] {
  const what = changes.map(({ key, ...values }) =>
    changeText({ key: key === option ? "" : key, ...values }, style),
  );
  const by = run === undefined ? "saved by no run of this journal" : `saved by run ${run.run}`;
  const indent = cells + 6;
  return [
    ...hanging(`    ${padEnd(option, cells)}  `, what.join("; "), style.columns, indent),
    ...hanging(" ".repeat(indent), by, style.columns),
  ];
}

export function terminalRestart(
  { vmid, outcome, took, process, agentAnswers, message }: RestartResult,
  style: Style,
): string {
  const role = outcome === "restarted" ? "pass" : outcome === "refused" ? "warning" : "error";
  const said =
    outcome === "restarted"
      ? [
          took.length === 0 ? "restarted, nothing had waited" : `restarted, in force now: ${took.join(", ")}`,
          ...(process === undefined ? [] : processWords(process)),
          ...(agentAnswers === true ? ["its agent answers"] : []),
        ]
      : [outcome === "refused" ? "not restarted" : "failed"];
  const text = [...said, ...(message === undefined ? [] : [message])].join("; ");
  const lead = `${paint(role, glyph(role, style), style)} ${vmid}  `;
  return `${hanging(lead, printable(text, style.ascii), style.columns, 4).join("\n")}\n`;
}
