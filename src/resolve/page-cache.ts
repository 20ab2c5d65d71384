import { type Fact, known, mapFact } from "../model/fact.ts";
import type { ResolvedDrive } from "../model/resolved.ts";

/**
 * Where a drive's data is cached besides the guest. `none`: O_DIRECT, no page cache. `over-shared`: this node's page
 * cache over storage that calls itself shared. `over-zfs`: page cache over this node's ARC. `over-local`: page cache
 * over anything else local. `in-client`: librbd or libiscsi cache by themselves, the page cache is not involved.
 */
export type PageCache = "none" | "over-shared" | "over-zfs" | "over-local" | "in-client";

/** One finding per cause: the cache rules each speak for one value of this. */
export function pageCacheOf(drive: ResolvedDrive): Fact<PageCache> {
  const { settings, driver, shared } = drive;
  if (!settings.known) return settings;
  if (settings.value.direct.value) return known("none", drive.source);
  if (!driver.known) return driver;
  if (driver.value === "rbd" || driver.value === "iscsi") return known("in-client", drive.source);
  if (!shared.known) return shared;
  if (shared.value) return known("over-shared", shared.source);
  return mapFact(drive.onZfs, (onZfs) => (onZfs ? "over-zfs" : "over-local"));
}
