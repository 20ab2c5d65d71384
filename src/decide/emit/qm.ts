import type { Command } from "../../model/change.ts";
import type { NewGuest } from "../../model/decision.ts";
import { guestOptions, unknownWords } from "./drive-keys.ts";

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
