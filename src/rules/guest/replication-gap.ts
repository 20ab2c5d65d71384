import { notApplicable, type Outcome, pass } from "../../model/outcome.ts";
import type { OtherVolume, ResolvedDrive, ResolvedGuest } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { haOf, isLocal, missingIn, replicationMatters, volumePlaceEvidence } from "../guest-placement.ts";
import { openUnlessNone } from "../open-for.ts";
import { gapRemedy } from "./replication-gap.remedy.ts";

export const replicationGap: Rule<"guest"> = {
  id: "guest/replication-gap",
  subject: "guest",
  severity: "error",
  summary: "a replicated guest has a volume that is not replicated",
  needs: ["config", "storage-cfg", "node-count", "ha", "replication"],
  check(guest) {
    if (!replicationMatters(guest)) return notApplicable;
    const volumes = carriedVolumes(guest);
    const gaps = volumes.filter((volume) => isLocal(volume) && (!onZfsPool(volume) || isOptedOut(volume)));
    const doubts = missingIn(volumes.map(({ shared }) => shared));
    if (gaps.length + doubts.length === 0) return pass;
    if (gaps.length === 0 || !guest.replication.known) {
      return openUnlessNone([...missingIn([guest.replication]), ...doubts]);
    }
    return failure(guest, gaps);
  },
};

type CarriedVolume = ResolvedDrive | OtherVolume;

/** What a replication job looks at: every volume but ISOs and cloud-init (qemu-server get_replicatable_volumes). */
function carriedVolumes(guest: ResolvedGuest): readonly CarriedVolume[] {
  const skipped: ReadonlySet<string> = new Set(["cdrom", "cloudinit", "pending"]);
  return [...guest.drives, ...guest.volumes.filter(({ role }) => !skipped.has(role))];
}

function onZfsPool({ storage }: CarriedVolume): boolean {
  return storage?.entry.type === "zfspool";
}

/** `replicate=0`: no job looks at it, and a failover has to do without it. */
function isOptedOut(volume: CarriedVolume): boolean {
  return "options" in volume && volume.options["replicate"] === "0";
}

function failure(guest: ResolvedGuest, gaps: readonly CarriedVolume[]): Outcome {
  const ha = haOf(guest);
  const unknown = ha.known ? "" : "; not known whether HA looks after it";
  const optedOut = gaps.filter(isOptedOut);
  const unfit = gaps.filter((volume) => !isOptedOut(volume));
  const parts = [
    ...(unfit.length === 0 ? [] : [`the replication job fails because of ${keysOf(unfit)} (not on zfspool)`]),
    ...(optedOut.length === 0 ? [] : [`replicate=0 leaves out ${keysOf(optedOut)}, which a failover needs`]),
  ];
  return {
    kind: "fail",
    severity: ha.known && ha.value !== null ? "error" : "warning",
    message: `${parts.join("; ")}${unknown}`,
    evidence: gaps.map(volumePlaceEvidence),
    remedy: gapRemedy(guest, optedOut, unfit),
  };
}

const keysOf = (volumes: readonly CarriedVolume[]): string => volumes.map(({ key }) => key).join(", ");
