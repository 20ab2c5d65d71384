import type { NodeCommands } from "../connect/node-commands.ts";
import type { HostStep } from "../model/plan.ts";
import { isTimerState } from "../model/timer-state.ts";
import type { ApplyRun, Outcome } from "./run.ts";

/** The commands of a node; undefined: that node is not reached in this run. */
export type CommandsOf = (node: string) => NodeCommands | undefined;

/** One property of a dataset, a storage or a node: read, compared, written down, changed, read again. */
export async function applyHostStep(
  run: Pick<ApplyRun, "journal" | "now">,
  step: HostStep,
  commandsOf: CommandsOf,
): Promise<Outcome> {
  const commands = commandsOf(step.node);
  if (commands === undefined)
    return {
      outcome: "refused",
      message: `${step.node} is not reached: --from ssh://root@${step.node}, or run apply there`,
    };
  const before = await present(commands, step);
  if (!before.ok) return { outcome: "refused", message: before.message };
  if (isWanted(before.value, step)) return { outcome: "already", after: before.value };
  if ((before.value ?? "") !== (step.from ?? ""))
    return {
      outcome: "refused",
      message: `it is ${before.value ?? "unset"} now, and was ${step.from ?? "unset"}`,
    };
  run.journal.write({
    kind: "intent",
    at: run.now(),
    step: step.id,
    node: step.node,
    vmid: null,
    option: step.argv.join(" "),
    before: before.value,
    to: step.to,
    digest: null,
    commands: { argv: step.argv, inverse: step.inverse, read: step.read },
  });
  const answer = await commands.run(step.argv);
  const said = answer.ok ? {} : { message: answer.message };
  const after = await present(commands, step);
  if (!after.ok) return { outcome: "unclear", message: after.message };
  if (isWanted(after.value, step)) return { outcome: "active", after: after.value, ...said };
  const outcome = after.value === before.value && (answer.ok || answer.ended) ? "failed" : "unclear";
  return { outcome, after: after.value, ...said };
}

type Present =
  | { readonly ok: true; readonly value: string | null }
  | { readonly ok: false; readonly message: string };

/** A step back to where nothing was set has an empty value to reach. */
const isWanted = (value: string | null, { to }: HostStep): boolean => (value ?? "") === to;

/** `-` is how zfs prints what is not set; systemctl prints `disabled` and ends with 1. */
async function present(commands: NodeCommands, { read }: HostStep): Promise<Present> {
  const answer = await commands.run(read);
  const value = answer.output.trim();
  if (!answer.ok && !(answer.ended && isTimerState(read, value)))
    return { ok: false, message: `\`${read.join(" ")}\`: ${answer.message}` };
  return { ok: true, value: value === "" || value === "-" ? null : value };
}
