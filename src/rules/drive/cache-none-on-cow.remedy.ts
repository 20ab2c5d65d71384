import type { Remedy } from "../../model/change.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import { bufferedRemedy, copyOnWriteOf } from "../copy-on-write.ts";
import { driveGui, takesEffect } from "../remedies.ts";

/** A btrfs storage needs a key less; under a `dir` Proxmox VE does not know what lies there, so a person chooses. */
export function cacheNoneOnCowRemedy(drive: ResolvedDrive, policy: Policy): Remedy {
  const { guest, key, storage } = drive;
  const move = `qm move-disk ${guest.vmid} ${key} <storage>`;
  if (drive.shared.known && drive.shared.value) return moveAway(drive, move);
  if (storage?.entry.type === "btrfs") return bufferedRemedy(drive, policy);
  const images = `${storage?.entry.properties["path"] ?? "<path>"}/images/${guest.vmid}`;
  const copyOnWrite = copyOnWriteOf(drive);
  const steps: [string, ...string[]] =
    copyOnWrite.known && copyOnWrite.value === "bcachefs"
      ? [`move the volume to another storage: ${move}`]
      : [
          `move the volume to a storage of type btrfs, which knows what it stands on: ${move}`,
          `or, for files made from now on (they lose checksums and compression): chattr +C ${images}`,
        ];
  return {
    kind: "manual",
    takesEffect: takesEffect(guest),
    steps: [
      ...steps,
      "or set cache=writeback on the drive; drive/writeback-not-earned makes an exception here",
    ],
    gui: driveGui(drive, "Cache: Write back"),
    risks: ["writeback keeps flushes, but a crash of the node loses what the guest had not flushed"],
  };
}

/** What other nodes can open must not be buffered on this one (drive/cache-not-coherent): no cache mode is right here. */
function moveAway({ guest }: ResolvedDrive, move: string): Remedy {
  return {
    kind: "manual",
    takesEffect: takesEffect(guest),
    steps: [
      `move the volume to a shared storage that keeps no checksums of its own: ${move}`,
      "or, if no other node opens it, take back what says that it is shared",
    ],
    risks: ["a buffered cache is no way out while it counts as shared (drive/cache-not-coherent)"],
  };
}
