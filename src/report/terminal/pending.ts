import type { PendingOutput, RestartResult } from "../../model/run-output.ts";
import { printable, printableIn } from "../printable.ts";
import { apart, clipped, hanging } from "./lines.ts";
import { counted } from "./place.ts";
import { processWords } from "./restart-process.ts";
import { glyph, paint, type Style } from "./style.ts";

/** Who waits for a stop and start, and for what. */
export function terminalPending(given: PendingOutput, style: Style): string {
  const { guests, unread } = printableIn(given, style.ascii);
  const lines = [
    ...guests.flatMap(({ vmid, name, node, options }) => [
      ...apart(
        `${paint("warning", glyph("stopStart", style), style)} ${vmid} ${name}`,
        node ?? "",
        style.columns,
      ),
      ...options.flatMap(({ option, now, after }) => [
        ...hanging(`    ${option}  - `, now ?? "unset", style.columns),
        ...hanging(`    ${" ".repeat(option.length)}  + `, after ?? "unset", style.columns),
      ]),
      "",
    ]),
    ...unread.map(({ path, reason }) => `${glyph("open", style)} not read: ${path}: ${reason}`),
    ...(guests.length === 0
      ? [`nothing waits${unread.length === 0 ? "" : " in what could be read"}`]
      : [
          `${counted(guests.length, "guest")} ${guests.length === 1 ? "waits" : "wait"} for a stop and start; a reboot from inside is not enough`,
          `Next: lanekeeper restart ${guests
            .map(({ vmid }) => vmid)
            .slice(0, 8)
            .join(" ")}`,
        ]),
  ];
  return `${clipped(lines, style).join("\n")}\n`;
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
