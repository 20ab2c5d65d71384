import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ResolvedDrive, ResolvedGuest } from "../../src/model/resolved.ts";
import { startFailures } from "../../src/resolve/start-failures.ts";
import { type Comparison, compareRows, type Difference, readJsonLines, resolveOne } from "./comparison.ts";

interface Row {
  readonly id: string;
  readonly vmid: number;
  readonly config: string;
  readonly drives?: Readonly<Record<string, Effective>>;
  readonly error?: string;
}

interface Effective {
  readonly aio: string | null;
  readonly direct: boolean;
  readonly noFlush: boolean;
  readonly discard: string;
  readonly detectZeroes: string;
  readonly format: string;
  readonly iothread: boolean;
  readonly rotationRate: string | null;
  readonly writeCache: string | null;
  readonly legacyDrive: boolean;
  readonly storageType: string;
}

/** guests.jsonl: what qemu-server 9.2.6 put in force on every drive of 1,200 guests, or why a guest would not start. */
export function check(folder: string): Comparison {
  const storageCfg = readFileSync(join(folder, "storage.cfg"), "utf8");
  return compareRows("guests.jsonl", readJsonLines<Row>(join(folder, "guests.jsonl")), (row) =>
    compareGuest(row, resolveOne(row.vmid, row.config, { "storage.cfg": storageCfg })),
  );
}

function compareGuest(row: Row, guest: ResolvedGuest): readonly Difference[] {
  const refused = guest.drives.flatMap((drive) => startFailures(drive));
  if (row.error !== undefined) {
    return refused.length > 0 ? [] : [{ id: row.id, expected: row.error, got: "it would start" }];
  }
  const failures = refused.map((got) => ({ id: row.id, expected: "it starts", got }));
  const keys = new Set([...Object.keys(row.drives ?? {}), ...guest.drives.map(({ key }) => key)]);
  const drives = [...keys].flatMap((key) => {
    const expected = row.drives?.[key];
    const drive = guest.drives.find((candidate) => candidate.key === key);
    const got = drive === undefined ? undefined : effectiveOf(drive);
    const {
      legacyDrive,
      storageType,
      cache: _,
      ...rest
    } = { cache: undefined, ...(expected ?? { legacyDrive: null, storageType: null }) };
    const same = JSON.stringify(sorted({ ...rest, storageType })) === JSON.stringify(sorted(got ?? {}));
    return same ? [] : [{ id: `${row.id} ${key}`, expected: { ...expected, legacyDrive }, got }];
  });
  return [...failures, ...drives];
}

function sorted(object: object): readonly (readonly [string, unknown])[] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Our settings in the words of the table. QEMU gets no iothread and no rotation rate where ours is false or null. */
function effectiveOf(drive: ResolvedDrive): object | undefined {
  if (!drive.settings.known) return undefined;
  const { aio, direct, noFlush, discard, detectZeroes, iothread, ssd, writeCache } = drive.settings.value;
  return {
    storageType: drive.storage?.entry.type,
    aio: aio.value,
    direct: direct.value,
    noFlush: noFlush.value,
    discard: discard.value,
    detectZeroes: detectZeroes.value,
    format: drive.format,
    iothread: iothread.value === true,
    rotationRate: ssd.value === true ? "1" : null,
    writeCache: writeCache.value,
  };
}
