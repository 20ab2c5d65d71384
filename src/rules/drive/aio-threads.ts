import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { aioRemedy, hasAio, wantedInstead } from "../aio.ts";
import { directOf } from "../caches.ts";
import { inForce, settingEvidence } from "../wording.ts";

export const aioThreads: Rule<"drive"> = {
  id: "drive/aio-threads",
  subject: "drive",
  severity: "note",
  summary: "aio is threads with an O_DIRECT cache, where io_uring does the same with less work",
  needs: ["config", "storage-cfg"],
  check(drive, policy) {
    const direct = directOf(drive);
    if ((drive.driver.known && !hasAio(drive)) || (direct.known && !direct.value)) return notApplicable;
    // Proxmox VE's own default is threads with a buffered cache only.
    if (!drive.settings.known)
      return drive.options["aio"] === "threads" ? open(drive.settings.missing) : notApplicable;
    const settings = drive.settings.value;
    const wanted = wantedInstead(drive, settings, policy);
    if (settings.aio.value !== "threads" || wanted === undefined) return pass;
    return {
      kind: "fail",
      message: `aio is ${inForce(settings.aio)} with cache ${settings.cache.value}; ${wanted} is wanted here`,
      evidence: [settingEvidence(drive, "aio", settings), settingEvidence(drive, "cache", settings)],
      remedy: aioRemedy(drive, settings, policy),
    };
  },
};
