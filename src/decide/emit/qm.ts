import type { Command } from "../../model/change.ts";
import type { NewGuest } from "../../model/decision.ts";
import { driveText, guestOptions, unknownWords } from "./drive-keys.ts";

/** What makes the guest, to be run on its node: `qm create`, and the replication job where there is one. */
export function qmCommands(guest: NewGuest): readonly Command[] {
  const vmid = String(guest.vmid ?? unknownWords.vmid);
  const on = guest.node === null ? {} : { node: guest.node };
  const create = [
    "qm",
    "create",
    vmid,
    ...guestOptions(guest).flatMap(([key, value]) => [`--${key}`, value]),
  ];
  const { replication } = guest;
  if (replication === null) return [{ argv: create, ...on }];
  const target = replication.target ?? unknownWords.target;
  return [
    { argv: create, ...on },
    { argv: ["pvesr", "create-local-job", `${vmid}-0`, target, "--schedule", replication.schedule], ...on },
  ];
}

/**
 * The same for a guest that is there already, made in the GUI or from an image. Its firmware, machine, CPU and volumes stay:
 * an installed system may not start from others.
 */
export function qmSetCommands(guest: NewGuest): readonly Command[] {
  const options = [
    ["scsihw", guest.scsihw],
    ["agent", "enabled=1"],
    ...(guest.balloon ? [] : [["balloon", "0"]]),
    ["scsi0", driveText(guest, unknownWords.volume)],
  ];
  return [
    {
      argv: [
        "qm",
        "set",
        unknownWords.vmid,
        ...options.flatMap(([key = "", value = ""]) => [`--${key}`, value]),
      ],
    },
  ];
}
