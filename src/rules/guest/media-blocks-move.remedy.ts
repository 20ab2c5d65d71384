import type { Remedy } from "../../model/change.ts";
import type { Pin, ResolvedGuest } from "../../model/resolved.ts";
import { editDriveString } from "../../model/syntax/drive-string.ts";
import { guestGui } from "../remedies.ts";

/** Ejecting is a person's decision: somebody may be installing from that medium. The drive keeps its other keys. */
export function ejectRemedy(guest: ResolvedGuest, media: readonly Pin[]): Remedy {
  const keys = media.map(({ key }) => key);
  const commands = keys.map((key) => ({
    argv: ["qm", "set", String(guest.vmid), `--${key}`, emptied(guest.option(key) ?? "")],
    ...(guest.node === null ? {} : { node: guest.node }),
  }));
  return {
    kind: "manual",
    takesEffect: "at-once",
    steps: [
      "check that nobody is using the medium: an installation, a rescue system, virtio drivers",
      `empty ${keys.join(", ")}`,
    ],
    commands,
    gui: guestGui(guest, `Hardware › CD/DVD Drive (${keys.join(", ")}) › Edit › Do not use any media`),
    risks: ["a guest that still boots or installs from the medium loses it"],
  };
}

function emptied(text: string): string {
  return editDriveString(text, { file: "none", media: "cdrom" });
}
