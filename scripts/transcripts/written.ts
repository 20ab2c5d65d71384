import { z } from "zod";
import { printWritable, readWritable } from "../../test/simulated-pve/write/writable-conf.ts";
import { type Comparison, compareRows, differ, readRows } from "../oracle/comparison.ts";

const row = z.object({ id: z.string(), config: z.string(), written: z.string() });

/** Reads the recorded configs and prints them as Proxmox VE would write them back. */
export function compareWritten(folder: string): Comparison {
  return compareRows("configs written back", readRows(folder, "configs.jsonl", row), (recorded) => {
    const ours = printWritable(readWritable(recorded.config));
    const found = differ(recorded.id, recorded.written, ours);
    return isDeleteListOnly(recorded.written, ours) ? found.map((one) => ({ ...one, reason })) : found;
  });
}

const reason = "a delete list that nobody touched keeps its order and separators";

function isDeleteListOnly(written: string, ours: string): boolean {
  const without = (text: string) => text.replace(/^delete: .*$/gm, "delete:");
  return without(written) === without(ours);
}
