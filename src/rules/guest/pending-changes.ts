import { notApplicable, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { guestGui } from "../remedies.ts";

export const pendingChanges: Rule<"guest"> = {
  id: "guest/pending-changes",
  subject: "guest",
  severity: "note",
  summary: "changes are saved and not in force",
  needs: ["config"],
  check(guest) {
    // A template never runs, so nothing of it can be in force or not.
    if (guest.template) return notApplicable;
    const { pending } = guest.conf;
    const saved = [...(pending?.entries.values() ?? [])];
    const deleted = [...(pending?.deletes.keys() ?? [])];
    if (saved.length + deleted.length === 0) return pass;
    const keys = [...saved.map(({ key }) => key), ...deleted.map((key) => `${key} (to be removed)`)];
    const { vmid, node, file } = guest;
    return {
      kind: "fail",
      message: `saved, but not in force until a stop and start: ${keys.join(", ")}`,
      evidence: [
        ...saved.map(({ key, value, line }) => ({
          fact: `pending ${key}`,
          value,
          source: guest.at(line),
        })),
        ...deleted.map((key) => ({ fact: `pending ${key}`, value: "to be removed", source: file })),
      ],
      remedy: {
        kind: "manual",
        takesEffect: "after-stop-start",
        steps: [
          "read the pending values; to keep the present ones, revert them instead (Hardware or Options › Revert)",
          "once none of its findings speaks of a pending change, stop and start it from Proxmox VE: a restart from inside the guest changes nothing",
        ],
        // Only a look: with these values the guest may not start again, and this rule cannot see that.
        commands: [{ argv: ["qm", "pending", String(vmid)], ...(node === null ? {} : { node }) }],
        gui: guestGui(guest, "Hardware and Options: what waits is marked"),
        risks: [
          "the guest is down for the time of a shutdown and a start",
          "findings that speak of the pending change come true with this start; see to them first",
        ],
      },
    };
  },
};
