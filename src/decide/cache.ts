import type { DecidedSetting, Wish } from "../model/decision.ts";
import type { CacheMode } from "../model/drive.ts";
import type { ResolvedDrive } from "../model/resolved.ts";

export interface CacheChoice {
  readonly written: "none" | "writeback" | null;
  readonly inForce: CacheMode;
  readonly setting: DecidedSetting;
}

/** None, but for a file system that needs the page cache, and the one writeback the article allows. */
export function cacheFor(drive: ResolvedDrive, wish: Wish): CacheChoice {
  if (!drive.defaults.direct.value)
    return buffered(
      null,
      "left out: btrfs checksums what it writes, and Proxmox VE then uses the page cache",
      "source",
    );
  const { fileSystem } = drive;
  if (fileSystem.known && fileSystem.value?.kind === "bcachefs")
    return buffered(
      "writeback",
      "bcachefs checksums what it writes: without the page cache data breaks",
      "source",
    );
  if (earnsWriteback(drive, wish))
    return buffered("writeback", "bound to a device, disposable, on a local disk that is not ZFS", "article");
  return {
    written: "none",
    inForce: "none",
    setting: { key: "cache", value: "none", why: whyNone(drive), source: "article" },
  };
}

function buffered(written: "writeback" | null, why: string, source: DecidedSetting["source"]): CacheChoice {
  const inForce = "writeback";
  const left = written === null ? { inForce } : {};
  return { written, inForce, setting: { key: "cache", value: written, ...left, why, source } };
}

/** The quadrant specialty Windows, and only where everything it asks for is certain. */
function earnsWriteback({ shared, onZfs, guest: { devicePinned } }: ResolvedDrive, wish: Wish): boolean {
  const local = shared.known && !shared.value && onZfs.known && !onZfs.value;
  return (
    local &&
    wish.os === "windows" &&
    devicePinned.known &&
    devicePinned.value &&
    wish.intents.includes("disposable")
  );
}

function whyNone({ shared, onZfs }: ResolvedDrive): string {
  if (shared.known && shared.value) return "the page cache belongs to one node, the disk to all";
  if (onZfs.known && onZfs.value) return "ARC is the cache already";
  return "a crash of the node would lose what lies in its page cache";
}
