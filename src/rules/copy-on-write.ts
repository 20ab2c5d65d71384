import type { Change, Remedy } from "../model/change.ts";
import { type Fact, known, mapFact } from "../model/fact.ts";
import type { Policy } from "../model/policy.ts";
import type { ResolvedDrive } from "../model/resolved.ts";
import { aioChange, aioRisks, cacheNoneRemedy, driveChange, driveGui, driveRemedy } from "./remedies.ts";

/**
 * The file system that checksums a drive's file, so that O_DIRECT is wrong there and a page cache is right: a guest
 * that changes a buffer while it is written leaves data whose checksum does not match.
 */
type CopyOnWrite = "btrfs" | "bcachefs";

export function copyOnWriteOf(drive: ResolvedDrive): Fact<CopyOnWrite | null> {
  const { fileSystem } = drive;
  if (!fileSystem.known) return fileSystem;
  const found = fileSystem.value;
  if (found?.kind === "bcachefs") return known("bcachefs", fileSystem.source);
  if (found?.kind === "btrfs") return mapFact(found.nocow, (nocow) => (nocow ? null : "btrfs"));
  return known(null, fileSystem.source);
}

/** A buffered cache that keeps flushes: unset on a btrfs storage, where that is Proxmox VE's default, else writeback. */
export function bufferedRemedy(drive: ResolvedDrive, policy: Policy): Remedy {
  const toDefault = drive.storage?.entry.type === "btrfs" && drive.options["cache"] !== undefined;
  const aio = bufferedAio(drive, policy);
  const changes: [Change, ...Change[]] = [
    driveChange(drive, "cache", toDefault ? null : "writeback"),
    ...(aio === undefined ? [] : [aio]),
  ];
  const gui = driveGui(drive, toDefault ? "Cache: Default" : "Cache: Write back");
  return driveRemedy(drive, changes, { gui, risks: aioRisks(drive, aio) });
}

/** The cache a drive should have: none, or a page cache that keeps flushes where the file system needs one. */
export function rightCacheRemedy(drive: ResolvedDrive, policy: Policy): Remedy {
  const copyOnWrite = copyOnWriteOf(drive);
  const shared = drive.shared.known && drive.shared.value; // there a page cache is worse (drive/cache-not-coherent)
  const needed = copyOnWrite.known && copyOnWrite.value !== null && !shared;
  return needed ? bufferedRemedy(drive, policy) : cacheNoneRemedy(drive, policy);
}

/** QEMU refuses native with a buffered cache, so it goes whatever a policy wants. */
function bufferedAio(drive: ResolvedDrive, policy: Policy): Change | undefined {
  return drive.options["aio"] === "native"
    ? driveChange(drive, "aio", null)
    : aioChange(drive, false, policy);
}
