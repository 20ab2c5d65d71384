import type { GuestSnapshot } from "../model/cluster.ts";
import type { FactsRecord } from "./facts-records.ts";
import type { Found } from "./guest-files.ts";
import { decode } from "./read-text.ts";
import type { Since } from "./since.ts";

/** How often each config had been written when the script began, as the node's cluster file system counts it. */
interface ConfigCounts {
  /** `pve1/<boot id>/<start of pmxcfs>/17`; undefined: the node did not say. */
  readonly of: (path: string) => string | undefined;
  readonly onto: (guests: readonly GuestSnapshot[]) => readonly GuestSnapshot[];
}

export function configCounts(records: readonly FactsRecord[]): ConfigCounts {
  const [counter = "", ...lines] = linesOf(records, "etc/pve/versions");
  const counts = new Map(
    lines.flatMap((line) => {
      const [, path, count] = /^(\S+) (\d{1,10})$/.exec(line) ?? [];
      return path === undefined || counter === "" ? [] : [[path, `${counter}/${count}`] as const];
    }),
  );
  const of = (path: string): string | undefined => counts.get(path);
  const onto = (guests: readonly GuestSnapshot[]): readonly GuestSnapshot[] =>
    guests.map((guest) => {
      const configVersion = of(guest.path);
      return configVersion === undefined ? guest : { ...guest, configVersion };
    });
  return { of, onto };
}

/** Configs the node left out because it counts no write since. Both sides must say so; any other stays unread, by name. */
export function restoreUnchanged(
  records: readonly FactsRecord[],
  counts: ConfigCounts,
  since: Since | undefined,
  { guests, unreadable }: Found,
): void {
  for (const path of linesOf(records, "etc/pve/unchanged")) {
    const vmid = Number(/(\d+)\.conf$/.exec(path)?.[1]);
    const before = since?.guestOf(vmid);
    const isSame = before?.path === path && before.configVersion === counts.of(path);
    if (before === undefined || before.configVersion === undefined || !isSame)
      unreadable.push({ path, reason: "was left out as unchanged, and no earlier bundle has it" });
    else if (!guests.has(vmid)) guests.set(vmid, before);
  }
}

function linesOf(records: readonly FactsRecord[], file: string): readonly string[] {
  const record = records.find((one) => one.file === file && one.exit === 0);
  const text = record === undefined ? undefined : decode(record.body);
  return text?.ok === true ? text.text.split(/\r?\n/).filter((line) => line !== "") : [];
}
