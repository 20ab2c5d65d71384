import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { cacheIsWrong } from "../caches.ts";
import { rightCacheRemedy } from "../copy-on-write.ts";
import { storageEvidence } from "../wording.ts";

export const cacheSlow: Rule<"drive"> = {
  id: "drive/cache-slow",
  subject: "drive",
  severity: "note",
  summary: "every write waits for the storage, whether the guest asked for a flush or not",
  needs: ["config", "storage-cfg", "file-system", "mappings"],
  check(drive, policy) {
    const mode = drive.options["cache"]; // neither mode is ever a default
    if (mode !== "directsync" && mode !== "writethrough") return pass;
    if (mode === "writethrough") {
      const spoken = cacheIsWrong(drive);
      if (!spoken.known) return open(spoken.missing);
      if (spoken.value) return notApplicable;
    }
    return {
      kind: "fail",
      message: `cache is ${mode} (written): every write waits for the storage, flushed or not`,
      evidence: [{ fact: "cache written", value: mode, source: drive.source }, storageEvidence(drive)],
      remedy: rightCacheRemedy(drive, policy),
    };
  },
};
