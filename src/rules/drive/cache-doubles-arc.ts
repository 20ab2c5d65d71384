import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { pageCacheOf } from "../../resolve/page-cache.ts";
import { directOf, flushesLost, isLocal, losesFlushes } from "../caches.ts";
import { directIoOf, onDataset } from "../direct-io.ts";
import { inForce, settingEvidence, storageEvidence, volumeEvidence } from "../wording.ts";
import { cacheDoublesArcRemedy } from "./cache-doubles-arc.remedy.ts";

export const cacheDoublesArc: Rule<"drive"> = {
  id: "drive/cache-doubles-arc",
  subject: "drive",
  severity: "error",
  summary: "a volume on this node's ZFS is cached twice, in the page cache and in ARC",
  needs: ["config", "storage-cfg", "file-system", "dataset-properties", "node-versions"],
  check(drive, policy) {
    const direct = directOf(drive);
    if (direct.known && direct.value)
      return isLocal(drive) && drive.onZfs.known && drive.onZfs.value ? pass : notApplicable;
    const place = pageCacheOf(drive);
    // Where the place is not known and the loss is certain, drive/writeback-not-earned speaks.
    if (!place.known) return losesFlushes(drive) || isShared(drive) ? notApplicable : open(place.missing);
    if (place.value !== "over-zfs" || !drive.settings.known) return notApplicable;
    const settings = drive.settings.value;
    return {
      kind: "fail",
      severity: losesFlushes(drive) ? "critical" : "error",
      message: `cache is ${inForce(settings.cache)} over ZFS: ${consequence(drive)}`,
      evidence: [
        settingEvidence(drive, "cache", settings),
        storageEvidence(drive),
        { ...volumeEvidence(drive), source: drive.onZfs.known ? drive.onZfs.source : drive.source },
      ],
      remedy: cacheDoublesArcRemedy(drive, policy),
    };
  },
};

const isShared = ({ shared }: ResolvedDrive): boolean => shared.known && shared.value;

function consequence(drive: ResolvedDrive): string {
  if (losesFlushes(drive)) return flushesLost;
  const file = onDataset(drive);
  const twice = "the same data is in page cache and in ARC at once";
  if (file === undefined) return twice;
  // direct=always sends even buffered requests past ARC (measured on OpenZFS 2.4.4).
  if (file.direct.known && file.direct.value === "always") {
    return `direct=always on ${file.dataset} sends it past ARC anyway (drive/odirect-on-dataset-file)`;
  }
  const directIo = directIoOf(drive, file);
  const served = directIo.known && directIo.value === "disabled";
  return served ? twice : "cached twice; cache=none alone would be slower (drive/odirect-on-dataset-file)";
}
