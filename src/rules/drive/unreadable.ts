import type { UnreadableRule } from "../../model/rule.ts";
import { isDriveKey } from "../../model/syntax/drive-key.ts";

export const unreadable: UnreadableRule = {
  id: "drive/unreadable",
  subject: "unreadable",
  severity: "error",
  summary: "a drive line that Proxmox VE cannot read, and therefore skips without a word",
  needs: ["config"],
  check({ guest, key, value, reason, source }) {
    const { vmid } = guest;
    return {
      kind: "fail",
      message: `Proxmox VE skips this line: ${reason}; backup, move and start go on without the disk`,
      evidence: [{ fact: key, value, source }],
      remedy: {
        kind: "manual",
        takesEffect: "after-stop-start",
        steps: [
          `look at the line in the guest's config, and keep a copy of it: /etc/pve/qemu-server/${vmid}.conf on ${guest.node ?? "the guest's node"}`,
          ...(isDriveKey(key)
            ? [
                `take out or correct what is refused (${reason}); change nothing else`,
                `write it back: qm set ${vmid} --${key} '<the corrected line>'`,
              ]
            : [
                `there is no ${key}; write the line under a free key that exists: qm set ${vmid} --${key.replace(/\d+$/, "<n>")} '<the line>'`,
              ]),
          `see that the disk is back: qm config ${vmid} and qm showcmd ${vmid} --pretty`,
        ],
        risks: [
          "the next change of this guest's config removes the line: make the copy before any qm set or click",
          "the guest may have run without this disk for a long time: look at what is on it before it starts",
        ],
      },
    };
  },
};
