import type { Remedy } from "../../model/change.ts";
import type { DriveSettings } from "../../model/drive.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { aioRemedy, hasAio, wantedInstead } from "../aio.ts";
import { wantedAioOf } from "../remedies.ts";
import { inForce, settingEvidence, storageEvidence } from "../wording.ts";

export const aioNativeInherited: Rule<"drive"> = {
  id: "drive/aio-native-inherited",
  subject: "drive",
  severity: "note",
  summary: "aio is native because Proxmox VE's default on this storage is native",
  needs: ["config", "storage-cfg", "node-versions"],
  check(drive, policy) {
    if (drive.driver.known && !hasAio(drive)) return notApplicable;
    if (!drive.settings.known)
      return (drive.options["aio"] ?? "native") === "native" ? open(drive.settings.missing) : notApplicable;
    const place = placeOf(drive);
    if (place === undefined) return notApplicable;
    const settings = drive.settings.value;
    if (!isInherited(drive, settings, policy, place)) return pass;
    return {
      kind: "fail",
      message: `aio is ${inForce(settings.aio)}${contested(place)}`,
      evidence: [settingEvidence(drive, "aio", settings), storageEvidence(drive)],
      remedy: remedyOf(drive, settings, policy, place),
    };
  },
};

/** The storages on which Proxmox VE leaves io_uring out; qcow2 in a logical volume is drive/aio-native-blocks. */
function placeOf({ storage, backing }: ResolvedDrive): "lvm" | "cifs" | undefined {
  if (storage?.entry.type === "cifs") return "cifs";
  return storage?.entry.type === "lvm" && backing === "thick-lv" ? "lvm" : undefined;
}

function isInherited(
  drive: ResolvedDrive,
  settings: DriveSettings,
  policy: Policy,
  place: "lvm" | "cifs",
): boolean {
  if (settings.aio.value !== "native" || !settings.direct.value) return false;
  // On cifs nothing else is wanted (drive/aio-native-blocks speaks where a policy wants something), and native that
  // somebody wrote is native that Proxmox VE would have chosen.
  if (place === "cifs") return wantedAioOf(drive, true, policy).kind === "unset";
  return settings.aio.origin === "default" && wantedInstead(drive, settings, policy) !== undefined;
}

function contested(place: "lvm" | "cifs"): string {
  return place === "lvm"
    ? "; Proxmox VE left io_uring out here in 2021, the article wants it"
    : "; Proxmox VE leaves io_uring out here after hangs";
}

function remedyOf(
  drive: ResolvedDrive,
  settings: DriveSettings,
  policy: Policy,
  place: "lvm" | "cifs",
): Remedy {
  if (place === "lvm") return aioRemedy(drive, settings, policy);
  return {
    kind: "none",
    risks: ["io_uring on cifs has hung guests; a policy may name another aio for this storage"],
  };
}
