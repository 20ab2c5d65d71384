import type { Remedy } from "../../model/change.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { hasAio } from "../aio.ts";
import { cacheIsWrong, directOf } from "../caches.ts";
import { rightCacheRemedy } from "../copy-on-write.ts";
import { driveChange, driveGui, driveRemedy } from "../remedies.ts";
import { inForce, settingEvidence } from "../wording.ts";

export const aioWillNotStart: Rule<"drive"> = {
  id: "drive/aio-will-not-start",
  subject: "drive",
  severity: "critical",
  summary: "aio=native with a buffered cache: QEMU refuses to open the drive",
  needs: ["config", "storage-cfg", "file-system", "mappings"],
  check(drive, policy) {
    // Proxmox VE's own default is never native with a buffered cache.
    if (drive.options["aio"] !== "native" || (drive.driver.known && !hasAio(drive))) return notApplicable;
    const direct = directOf(drive);
    if (direct.known && direct.value) return pass;
    if (!drive.settings.known) return open(drive.settings.missing);
    const settings = drive.settings.value;
    return {
      kind: "fail",
      message: `aio is native (written) and cache ${inForce(settings.cache)}: QEMU refuses to start the guest`,
      evidence: [settingEvidence(drive, "aio", settings), settingEvidence(drive, "cache", settings)],
      remedy: remedyOf(drive, policy),
    };
  },
};

/** Where the cache is wrong as well, its change cures both; where it is right or not judged, native goes. */
function remedyOf(drive: ResolvedDrive, policy: Policy): Remedy {
  const cache = cacheIsWrong(drive);
  if (cache.known && cache.value) return rightCacheRemedy(drive, policy);
  return driveRemedy(drive, [driveChange(drive, "aio", null)], { gui: driveGui(drive, "Async IO: Default") });
}
