import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { directOf, flushesLost, losesFlushes } from "../caches.ts";
import { cacheNoneRemedy } from "../remedies.ts";
import { inForce, settingEvidence, storageEvidence } from "../wording.ts";

export const cacheInClient: Rule<"drive"> = {
  id: "drive/cache-in-client",
  subject: "drive",
  severity: "critical",
  summary: "the cache inside librbd or libiscsi holds writes that the storage does not have yet",
  needs: ["config", "storage-cfg"],
  check(drive, policy) {
    const client = clientOf(drive);
    if (drive.driver.known && client === undefined) return notApplicable;
    const direct = directOf(drive);
    if (direct.known && direct.value) return drive.driver.known ? pass : notApplicable;
    if (!drive.settings.known) return open(drive.settings.missing);
    const settings = drive.settings.value;
    const lost = losesFlushes(drive);
    const kept = settings.noFlush.value
      ? "flushes are thrown away, as declared scratch allows"
      : settings.cache.value === "writethrough"
        ? "every write waits for the storage, so nothing is lost and little is gained"
        : "flushes are kept, so a crash loses unflushed writes only";
    return {
      kind: "fail",
      severity: lost ? "critical" : "note",
      message: `cache is ${inForce(settings.cache)} in ${client}: ${lost ? flushesLost : kept}`,
      evidence: [settingEvidence(drive, "cache", settings), storageEvidence(drive)],
      remedy: cacheNoneRemedy(drive, policy),
    };
  },
};

/** The library that opens the volume past the node's block layer; undefined where the node opens it. */
function clientOf({ driver }: ResolvedDrive): "librbd" | "libiscsi" | undefined {
  if (!driver.known) return undefined;
  if (driver.value === "rbd") return "librbd";
  return driver.value === "iscsi" ? "libiscsi" : undefined;
}
