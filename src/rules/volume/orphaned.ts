import { notApplicable, pass } from "../../model/outcome.ts";
import type { VolumeUse } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { guestGui } from "../remedies.ts";
import { currentUses } from "../volume-uses.ts";

export const orphaned: Rule<"volume"> = {
  id: "volume/orphaned",
  subject: "volume",
  severity: "note",
  summary: "a volume is kept that no drive uses",
  needs: ["config"],
  check(volume) {
    const unused = volume.uses.filter(({ role }) => role === "unused");
    const [first] = unused;
    if (first === undefined) return notApplicable;
    if (currentUses(volume).length > 0) return pass;
    const snapshots = snapshotsWith(first, volume.volid);
    const kept = snapshots.length === 0 ? "" : `; snapshot ${snapshots.join(", ")} needs it`;
    const { guest, key } = first;
    return {
      kind: "fail",
      message: `${key} of ${guest.vmid} keeps it, no drive uses it; it takes space and has to move with the guest${kept}`,
      evidence: unused.map((use) => ({
        fact: `${use.guest.vmid} ${use.key}`,
        value: volume.volid,
        source: use.source,
      })),
      remedy: {
        kind: "manual",
        takesEffect: "at-once",
        steps: [
          "find out what is on it: attach it to a guest again and look",
          ...(snapshots.length === 0
            ? []
            : [`leave it as long as snapshot ${snapshots.join(", ")} is needed`]),
          `if nobody needs it, remove it for good: \`qm set ${guest.vmid} --delete ${key}\``,
        ],
        gui: guestGui(guest, `Hardware › Unused Disk (${key}) › Remove`),
        risks: ["removing an unused disk destroys its data; there is no way back but a backup"],
      },
    };
  },
};

/** Snapshots of the guest that still name the volume. */
function snapshotsWith({ guest }: VolumeUse, volid: string): readonly string[] {
  const names = (value: string): boolean => value === volid || value.startsWith(`${volid},`);
  return [...guest.conf.snapshots]
    .filter(([, { entries }]) => [...entries.values()].some(({ value }) => names(value)))
    .map(([name]) => name);
}
