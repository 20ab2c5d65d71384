import { notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { Pin, ResolvedGuest } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { haEvidence, haOf, missingForLane, missingIn, severalNodes } from "../guest-placement.ts";
import { openUnlessNone } from "../open-for.ts";
import { ejectRemedy } from "./media-blocks-move.remedy.ts";

export const mediaBlocksMove: Rule<"guest"> = {
  id: "guest/media-blocks-move",
  subject: "guest",
  severity: "error",
  summary: "a medium in the CD drive keeps a guest on shared storage from moving",
  needs: ["config", "storage-cfg", "node-count", "ha", "mappings"],
  check(guest) {
    const several = severalNodes(guest);
    if (several.known && !several.value) return notApplicable;
    const media = guest.pinned.filter(({ kind }) => kind === "medium");
    if (guest.lane === "unknown" && media.length > 0)
      return openUnlessNone([...missingIn([several]), ...missingForLane(guest)]);
    if (guest.lane !== "shared") return notApplicable;
    if (media.length === 0) return guest.volumes.some(({ role }) => role === "cdrom") ? pass : notApplicable;
    if (!several.known) return open(several.missing);
    const certain = media.filter((pin) => pin.certain);
    return certain.length > 0 ? failure(guest, certain) : openUnlessNone(doubtsOf(guest, media));
  },
};

/** The storages of media that nobody defined. */
function doubtsOf(guest: ResolvedGuest, media: readonly Pin[]): ReturnType<typeof missingIn> {
  const keys = new Set(media.map(({ key }) => key));
  return missingIn(guest.volumes.filter(({ key }) => keys.has(key)).map(({ shared }) => shared));
}

function failure(guest: ResolvedGuest, media: readonly Pin[]): Outcome {
  const ha = haOf(guest);
  const managed = ha.known ? ha.value : null;
  const what = media.map(({ text }) => text).join("; ");
  const follows = managed === null ? "it cannot move with that" : "HA cannot start it elsewhere with that";
  return {
    kind: "fail",
    severity: managed === null ? "note" : "error",
    message: `${what}: ${follows}${ha.known ? "" : "; not known whether HA looks after it"}`,
    evidence: [
      ...media.map(({ key, text }) => ({ fact: key, value: text, source: guest.sourceOf(key) })),
      ...(managed === null ? [] : [haEvidence(managed)]),
    ],
    remedy: ejectRemedy(guest, media),
  };
}
