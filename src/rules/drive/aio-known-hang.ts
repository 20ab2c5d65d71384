import type { Remedy } from "../../model/change.ts";
import type { DriveSettings } from "../../model/drive.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { aioRemedy, wantedInstead } from "../aio.ts";
import { cacheIsWrong } from "../caches.ts";
import { cacheNoneRemedy, wantedAioOf } from "../remedies.ts";
import { settingEvidence, storageEvidence } from "../wording.ts";

export const aioKnownHang: Rule<"drive"> = {
  id: "drive/aio-known-hang",
  subject: "drive",
  severity: "warning",
  summary: "someone wrote aio=io_uring where Proxmox VE leaves it out after hangs",
  needs: ["config", "storage-cfg", "file-system", "mappings"],
  check(drive, policy) {
    if (!drive.settings.known)
      return drive.options["aio"] === "io_uring" ? open(drive.settings.missing) : notApplicable;
    const settings = drive.settings.value;
    const where = excludedWhere(drive, settings);
    if (where === undefined) return notApplicable;
    if (drive.options["aio"] !== "io_uring" || !isUnwanted(drive, settings, policy)) return pass;
    return {
      kind: "fail",
      message: `aio is io_uring (written) on ${where}, where Proxmox VE leaves it out after reports of hangs`,
      evidence: [settingEvidence(drive, "aio", settings), storageEvidence(drive)],
      remedy: remedyOf(drive, settings, policy),
    };
  },
};

/** Where Proxmox VE's default excludes io_uring (Drive.pm storage_allows_io_uring_default, 9.2.6). */
function excludedWhere(drive: ResolvedDrive, settings: DriveSettings): string | undefined {
  const type = drive.storage?.entry.type;
  const buffered = settings.direct.value ? "" : " with a buffered cache";
  if (type === "lvm" || type === "cifs") return `${type}${buffered}`;
  return drive.backing === "krbd" && !settings.direct.value ? `krbd${buffered}` : undefined;
}

function isUnwanted(drive: ResolvedDrive, settings: DriveSettings, policy: Policy): boolean {
  const { kind } = wantedAioOf(drive, settings.direct.value, policy);
  return kind === "unset" || wantedInstead(drive, settings, policy) !== undefined;
}

/** A cache that is wrong anyway changes first: with cache=none another aio may be wanted than without. */
function remedyOf(drive: ResolvedDrive, settings: DriveSettings, policy: Policy): Remedy {
  const cache = cacheIsWrong(drive);
  return cache.known && cache.value ? cacheNoneRemedy(drive, policy) : aioRemedy(drive, settings, policy);
}
