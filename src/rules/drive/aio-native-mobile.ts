import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { aioRemedy, wantedInstead } from "../aio.ts";
import { missingAmong } from "../unknowns.ts";
import { inForce, settingEvidence, storageEvidence } from "../wording.ts";

export const aioNativeMobile: Rule<"drive"> = {
  id: "drive/aio-native-mobile",
  subject: "drive",
  severity: "note",
  summary: "someone wrote aio=native on the raw block device of a guest that can move",
  needs: ["config", "storage-cfg", "node-count", "mappings"],
  check(drive, policy) {
    if (drive.options["aio"] !== "native") return notApplicable;
    const { devicePinned, cluster } = drive.guest;
    const { nodeCount } = cluster;
    if (nodeCount.known && nodeCount.value === 1) return notApplicable;
    if (!drive.settings.known) return open(drive.settings.missing);
    const settings = drive.settings.value;
    if (!isRawBlock(drive) || !settings.direct.value) return notApplicable;
    if (wantedInstead(drive, settings, policy) === undefined) return pass;
    if (devicePinned.known && devicePinned.value) return pass;
    const missing = missingAmong(devicePinned, nodeCount);
    if (missing !== undefined) return open(missing);
    return {
      kind: "fail",
      message: `aio is ${inForce(settings.aio)} and would stay so if the disk moved to ZFS, thin LVM or qcow2`,
      evidence: [settingEvidence(drive, "aio", settings), storageEvidence(drive)],
      remedy: aioRemedy(drive, settings, policy),
    };
  },
};

/** The block devices on which native by itself is fine. */
function isRawBlock({ backing, format }: ResolvedDrive): boolean {
  return format === "raw" && (backing === "thick-lv" || backing === "lun" || backing === "krbd");
}
