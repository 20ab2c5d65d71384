import { type Fact, known, mapFact, unknown } from "../model/fact.ts";
import type { ResolvedDrive } from "../model/resolved.ts";
import { pageCacheOf } from "../resolve/page-cache.ts";
import { copyOnWriteOf } from "./copy-on-write.ts";
import { missingAmong } from "./unknowns.ts";

/** What the cache rules share. Exactly one of them speaks about a drive: see resolve/page-cache.ts. */

/** Opened with O_DIRECT? A written cache says so on every storage; only the default depends on the storage's type. */
export function directOf(drive: ResolvedDrive): Fact<boolean> {
  const cache = drive.options["cache"];
  return cache === undefined
    ? mapFact(drive.settings, (settings) => settings.direct.value)
    : known(cache === "none" || cache === "directsync", drive.source);
}

/** `unsafe` is never a default, so the option says it; only data declared scratch may be lost like that. */
export function losesFlushes(drive: ResolvedDrive): boolean {
  return drive.options["cache"] === "unsafe" && !drive.intents.has("scratch");
}

/** What follows from that, for messages. */
export const flushesLost = "flushes are thrown away, and it is not declared scratch";

/** The one writeback the article allows: pinned by a device and declared disposable. */
function earnsWriteback({ guest, intents }: ResolvedDrive): Fact<boolean> {
  return intents.has("disposable") ? guest.devicePinned : known(false, guest.sourceOf("tags"));
}

/** Why a page cache over local storage other than ZFS is right: it is earned, or the file system needs it. */
export function bufferedExcuse(drive: ResolvedDrive): Fact<"earned" | "copy-on-write" | null> {
  const copyOnWrite = copyOnWriteOf(drive);
  const earned = earnsWriteback(drive);
  if (copyOnWrite.known && copyOnWrite.value !== null) return known("copy-on-write", copyOnWrite.source);
  if (earned.known && earned.value) return known("earned", earned.source);
  const missing = missingAmong(copyOnWrite, earned);
  return missing === undefined ? known(null, drive.source) : unknown(...missing);
}

/** Whether one of the four cache rules speaks about this drive. */
export function cacheIsWrong(drive: ResolvedDrive): Fact<boolean> {
  const place = pageCacheOf(drive);
  if (losesFlushes(drive)) return known(true, drive.source);
  if (!place.known) return place;
  if (place.value !== "over-local") return known(place.value !== "none", place.source);
  return mapFact(bufferedExcuse(drive), (excuse) => excuse === null);
}

/** A file or block device of this node, on storage that is not shared: what the rules for local caches judge. */
export function isLocal(drive: ResolvedDrive): boolean {
  const { driver, shared } = drive;
  const opened = driver.known && (driver.value === "file" || driver.value === "host_device");
  return opened && shared.known && !shared.value;
}
