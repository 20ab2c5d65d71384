import type { Remedy } from "../../model/change.ts";
import type { Evidence, Severity } from "../../model/outcome.ts";
import type { ResolvedDrive, ResolvedGuest } from "../../model/resolved.ts";
import { guestGui } from "../remedies.ts";

/** What was found about one drive. */
export interface DiskVerdict {
  readonly drive: ResolvedDrive;
  readonly path: string;
  readonly severity: Severity;
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

export function passthroughOfDiskRemedy(guest: ResolvedGuest, worst: DiskVerdict): Remedy {
  const { drive, path, severity } = worst;
  const detach = `\`qm set ${guest.vmid} --delete ${drive.key}\``;
  if (severity === "critical") {
    return {
      kind: "manual",
      takesEffect: "after-stop-start",
      steps: [
        "find out who the disk belongs to; while both write to it, each destroys what the other wrote",
        `if it is the node's: shut the guest down, detach the disk (${detach}), then check the pool or file system on the node`,
        "if it is the guest's: take it out of the node first (export the pool, deactivate the volume group, unmount it)",
      ],
      gui: guestGui(guest, `Hardware › Hard Disk (${drive.key}) › Detach`),
      risks: ["data may be damaged already; do not repair anything before there is a copy"],
    };
  }
  if (severity === "warning") {
    const name = path.slice("/dev/".length);
    return {
      kind: "manual",
      takesEffect: "after-stop-start",
      steps: [
        `find the stable name: \`ls -l /dev/disk/by-id/ | grep -w ${name}\``,
        `with the guest off, as root on its node, write it into the line in place of ${path} and keep every other key: \`qm set ${guest.vmid} --${drive.key} /dev/disk/by-id/<name>,<the other keys>\``,
      ],
      risks: ["a mistaken name gives the guest another disk: compare the serial number first"],
    };
  }
  return {
    kind: "manual",
    steps: [
      "leave it if the guest needs the whole disk, and know the price: no migration, no snapshot, and the disk's failure is the guest's",
      `else copy its data to a volume of a storage, and detach it: ${detach}`,
    ],
    risks: ["a copy of a whole disk takes its size on the storage"],
  };
}
