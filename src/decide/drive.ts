import type { DecidedSetting, NewDrive, Wish } from "../model/decision.ts";
import type { QuadrantName } from "../model/matrix.ts";
import type { Policy } from "../model/policy.ts";
import { aioFor } from "./aio.ts";
import { cacheFor } from "./cache.ts";
import { laneFor } from "./lane.ts";
import type { Place } from "./place.ts";
import { asWanted, cellOf, quadrantName } from "./quadrant.ts";

/** The first disk of a new guest, and why each of its keys. */
export function driveFor(
  place: Place,
  wish: Wish,
  policy: Policy,
): { readonly drive: NewDrive; readonly driveSettings: readonly DecidedSetting[] } {
  const quadrant = quadrantName(wish);
  const cache = cacheFor(place.drive, wish);
  const lane = laneFor(wish, place.drive);
  const aio = aioFor(place.drive, cache.inForce === "none", lane, policy);
  const ssd = ssdFor(place, quadrant);
  const drive: NewDrive = {
    size: wish.size,
    format: place.drive.format === "qcow2" ? "qcow2" : "raw",
    cache: cache.written,
    aio: aio.written,
    ssd: ssd.value === "1",
    inForce: { cache: cache.inForce, aio: aio.inForce },
  };
  const [iothread, discard] = [cellOf("iothread", quadrant), cellOf("discard", quadrant)];
  return {
    drive,
    driveSettings: [
      cache.setting,
      aio.setting,
      asWanted("iothread", iothread),
      asWanted("discard", discard),
      ssd,
    ],
  };
}

/** On spinning disks it is left out. Where nobody knows, it is set: wrong, it does no harm (drive/ssd-on-spinning-disk). */
function ssdFor({ drive: { medium } }: Place, quadrant: QuadrantName): DecidedSetting {
  const cell = cellOf("ssd", quadrant);
  if (medium.known && medium.value === "hdd")
    return {
      key: "ssd",
      value: null,
      inForce: "0",
      why: "left out: the disks below spin",
      source: cell.source,
    };
  if (medium.known) return asWanted("ssd", cell);
  return { ...asWanted("ssd", cell), why: "not known whether it is on SSDs; harmless if not" };
}
