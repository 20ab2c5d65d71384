import { notApplicable, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";

export const zfsNotSparse: Rule<"storage"> = {
  id: "storage/zfs-not-sparse",
  subject: "storage",
  severity: "warning",
  summary: "new disks on a zfspool storage are thick, because sparse is not set",
  needs: ["storage-cfg"],
  check({ storage }) {
    const { entry, enabled, content, declared, source } = storage;
    if (entry.type !== "zfspool" || !enabled || !content.has("images")) return notApplicable;
    if (declared.thin === false) return notApplicable;
    const written = entry.properties["sparse"];
    if (written === "1") return pass;
    const asked = written === undefined ? "default, nobody set it" : "written";
    return {
      kind: "fail",
      message: `sparse is 0 (${asked}): new disks reserve their whole size, and discard gives nothing back`,
      evidence: [{ fact: "sparse", value: written ?? "not set", source }],
      remedy: {
        kind: "change",
        safety: "safe",
        takesEffect: "new-volumes-only",
        changes: [{ target: "storage", storage: entry.id, key: "sparse", from: written ?? null, to: "1" }],
        gui: `Datacenter › Storage › ${entry.id} › Edit › Thin provision`,
        steps: [
          "disks that are thick already: zfs set refreservation=none <zvol>; nothing has to be made anew",
        ],
        risks: ["the pool can then be promised more than it has: watch its fill"],
      },
    };
  },
};
