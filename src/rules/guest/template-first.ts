import { compareSeverity, notApplicable } from "../../model/outcome.ts";
import type { ResolvedDrive, ResolvedGuest } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { openUnlessNone } from "../open-for.ts";

export const templateFirst: Rule<"guest"> = {
  id: "guest/template-first",
  subject: "guest",
  severity: "note",
  summary: "what is wrong with the drives of a template comes back with every clone",
  // It speaks about findings of drive rules, so it rests on what they rest on.
  needs: [
    "config",
    "storage-cfg",
    "node-count",
    "node-versions",
    "kernel",
    "file-system",
    "dataset-properties",
    "medium",
    "ha",
    "mappings",
  ],
  check(guest, _policy, driveFailures, driveGaps = []) {
    const role = copiedAs(guest);
    if (role === undefined) return notApplicable;
    const worst = [...driveFailures].sort((a, b) => compareSeverity(a.severity, b.severity))[0];
    if (worst === undefined) return openUnlessNone(driveGaps);
    const count = driveFailures.length === 1 ? "1 drive finding" : `${driveFailures.length} drive findings`;
    return {
      kind: "fail",
      message: `${role}: every clone inherits ${count}, the worst ${worst.rule} on ${worst.drive} (${worst.severity})`,
      evidence: [
        { fact: "copied as", value: role, source: guest.sourceOf(guest.template ? "template" : "tags") },
        ...driveFailures.map(({ rule, drive }) => ({
          fact: rule,
          value: drive,
          source: guest.sourceOf(drive),
        })),
      ],
      remedy: {
        kind: "manual",
        takesEffect: "new-volumes-only",
        steps: [
          "repair the drive findings of this guest before those of its clones",
          "make a clone and start it once: a template itself cannot be started",
          "repair the clones that exist already; they keep the options they were made with",
        ],
        risks: ["linked clones read the template's volumes: leave those where they are"],
      },
    };
  },
};

/** How the guest is copied: as a template, as a declared golden image, or as the base of linked clones. */
function copiedAs(guest: ResolvedGuest): string | undefined {
  if (guest.template) return "template";
  if (guest.intents.has("golden")) return "golden image";
  return hasLinkedClones(guest) ? "base of linked clones" : undefined;
}

/** A linked clone names its base volume before its own: `base-9000-disk-0/vm-101-disk-0`. */
function hasLinkedClones(guest: ResolvedGuest): boolean {
  const base = `base-${guest.vmid}-`;
  const isBase = ({ volume }: ResolvedDrive): boolean => volume.text.includes(base);
  if (!guest.drives.some(isBase)) return false;
  return guest.cluster.guests.some(
    (other) =>
      other.vmid !== guest.vmid &&
      [...other.drives, ...other.volumes].some(
        ({ volume }) =>
          volume.kind === "volume" && volume.name.split("/").some((part) => part.startsWith(base)),
      ),
  );
}
