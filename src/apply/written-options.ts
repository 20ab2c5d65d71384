import type { Intent, Run, StepOutcome } from "../model/journal.ts";

/** Announced, and then not written: nothing changed, or another run was faster. */
const notOurs: ReadonlySet<StepOutcome> = new Set(["failed", "already"]);

/** What a run wrote, or may have written: one for each option, as it was before the first write. Newest first. */
export function writtenOptions({ records }: Run): readonly Intent[] {
  const written = new Map<string, Intent>();
  const intents = new Map<string, Intent>();
  for (const record of records) {
    if (record.kind === "intent") intents.set(record.step, record);
    if (record.kind === "result" && notOurs.has(record.outcome)) intents.delete(record.step);
  }
  for (const intent of intents.values()) {
    const key = `${intent.vmid ?? intent.node} ${intent.option}`;
    const first = written.get(key);
    written.set(key, first === undefined ? intent : { ...intent, before: first.before });
  }
  return [...written.values()].reverse();
}
