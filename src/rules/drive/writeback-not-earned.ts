import { type Evidence, notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { pageCacheOf } from "../../resolve/page-cache.ts";
import { bufferedExcuse, directOf, flushesLost, isLocal, losesFlushes } from "../caches.ts";
import { copyOnWriteOf } from "../copy-on-write.ts";
import { cacheNoneRemedy } from "../remedies.ts";
import { notKnown } from "../unknowns.ts";
import { inForce, storageEvidence } from "../wording.ts";
import { lostRemedy } from "./writeback-not-earned.remedy.ts";

export const writebackNotEarned: Rule<"drive"> = {
  id: "drive/writeback-not-earned",
  subject: "drive",
  severity: "error",
  summary: "a local volume goes through the host page cache without having earned it",
  needs: ["config", "storage-cfg", "file-system", "mappings"],
  check(drive, policy) {
    const direct = directOf(drive);
    if (direct.known && direct.value)
      return isLocal(drive) && drive.onZfs.known && !drive.onZfs.value ? pass : notApplicable;
    const place = pageCacheOf(drive);
    if (!place.known && drive.shared.known && drive.shared.value) return notApplicable;
    if (place.known && place.value !== "over-local") return notApplicable;
    if (losesFlushes(drive)) return lost(drive, policy);
    if (!place.known) return open(place.missing);
    const excuse = bufferedExcuse(drive);
    if (!excuse.known) return open(excuse.missing);
    if (excuse.value !== null) return excuse.value === "earned" ? pass : notApplicable;
    return unearned(drive, policy);
  },
};

/** Wherever the volume lies, its flushes are lost: what is not known about the place is named, not waited for. */
function lost(drive: ResolvedDrive, policy: Policy): Outcome {
  const unknowns = notKnown(pageCacheOf(drive), copyOnWriteOf(drive));
  return {
    kind: "fail",
    severity: "critical",
    message: `cache is unsafe (written): ${flushesLost}${unknowns}`,
    evidence: evidence(drive),
    remedy: lostRemedy(drive, policy),
  };
}

function unearned(drive: ResolvedDrive, policy: Policy): Outcome {
  if (!drive.settings.known) return open(drive.settings.missing);
  const isProtected = drive.storage?.declared.writeCache === "protected";
  const lacking = drive.intents.has("disposable")
    ? "no device pins this guest"
    : "it is not declared disposable";
  const loss =
    drive.options["cache"] === "writethrough"
      ? "every write waits for the storage, and what is read lies in memory twice"
      : "a crash of the node loses unflushed writes";
  const consequence = isProtected
    ? `${lacking}; a controller battery does not protect the host page cache`
    : `${lacking}; ${loss}`;
  return {
    kind: "fail",
    severity: isProtected ? "warning" : "error",
    message: `cache is ${inForce(drive.settings.value.cache)}, and ${consequence}`,
    evidence: evidence(drive),
    remedy: cacheNoneRemedy(drive, policy),
  };
}

function evidence(drive: ResolvedDrive): readonly Evidence[] {
  const { guest } = drive;
  const declaredIn = drive.intents.get("disposable");
  const declared = declaredIn === undefined ? "not disposable" : "disposable";
  return [
    { fact: "cache written", value: drive.options["cache"] ?? "-", source: drive.source },
    storageEvidence(drive),
    { fact: "declared", value: declared, source: declaredIn ?? guest.sourceOf("tags") },
  ];
}
