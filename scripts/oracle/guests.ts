import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { defaultPolicy } from "../../src/model/policy.ts";
import type { ResolvedDrive, ResolvedGuest } from "../../src/model/resolved.ts";
import { formatContradicts } from "../../src/rules/drive/format-contradicts.ts";
import { snapshotFlag } from "../../src/rules/drive/snapshot-flag.ts";
import { volumeChainMachineTooOld } from "../../src/rules/drive/volume-chain-machine-too-old.ts";
import { type Comparison, compareRows, differ, readRows } from "./comparison.ts";
import { resolveOne } from "./resolve-one.ts";

const effective = z.object({
  storageType: z.string(),
  aio: z.string().nullable(),
  direct: z.boolean(),
  noFlush: z.boolean(),
  discard: z.string(),
  detectZeroes: z.string(),
  format: z.string(),
  iothread: z.boolean(),
  rotationRate: z.string().nullable(),
  writeCache: z.string().nullable(),
});

const row = z.object({
  id: z.string(),
  vmid: z.number(),
  config: z.string(),
  drives: z.record(z.string(), effective).optional(),
  error: z.string().optional(),
});

/** What qemu-server 9.2.6 put in force on every drive of 1,200 guests, or why a guest would not start. */
export function check(folder: string): Comparison {
  const storageCfg = readFileSync(join(folder, "storage.cfg"), "utf8");
  return compareRows(
    "guests",
    readRows(folder, "guests.jsonl", row),
    ({ id, vmid, config, drives, error }) => {
      const guest = resolveOne(vmid, config, { "storage.cfg": storageCfg });
      const starts = guest.drives.every((drive) => !wouldNotStart(drive));
      if (error !== undefined) return differ(id, false, starts);
      return [...differ(`${id} starts`, true, starts), ...differ(id, drives, effectiveDrives(guest))];
    },
  );
}

/** The rules about drives with which Proxmox VE refuses to start a guest. */
function wouldNotStart(drive: ResolvedDrive): boolean {
  return [volumeChainMachineTooOld, snapshotFlag, formatContradicts].some(
    (rule) => rule.check(drive, defaultPolicy, []).kind === "fail",
  );
}

function effectiveDrives({ drives }: ResolvedGuest): object {
  return Object.fromEntries(drives.map((drive) => [drive.key, effectiveOf(drive)]));
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
