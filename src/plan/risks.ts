import type { ResolvedGuest } from "../model/resolved.ts";
import { waitingRisk } from "./guest-guard.ts";
import type { Target } from "./target.ts";

/** What a step can cost: what its rules say, and what the guest's own circumstances add. */
export function risksOf(guest: ResolvedGuest, target: Target): readonly string[] {
  const ofRules = target.parts.flatMap(({ remedy }) => remedy.risks);
  return [
    ...new Set([
      ...ofRules,
      ...(target.change.target === "guest" ? snapshotRisk(guest, target.change.key) : []),
      ...cloneRisk(guest),
      ...lostLinesRisk(guest),
      ...waitingRisk(guest),
      ...elsewhereRisk(guest),
      ...(guest.option("protection") === "1"
        ? ["it is protected (protection: 1), which does not stop this change; ask who set it"]
        : []),
    ]),
  ];
}

function snapshotRisk({ conf }: ResolvedGuest, option: string): readonly string[] {
  const names = [...conf.snapshots.keys()];
  return names.length === 0
    ? []
    : [`snapshot ${names.join(", ")} holds the ${option} of its time; a rollback returns it`];
}

/** Linked clones of a guest: they name its base volumes. */
export function clonesOf(guest: ResolvedGuest): readonly ResolvedGuest[] {
  if (!guest.template) return [];
  const base = new RegExp(`[:/]base-${guest.vmid}-`);
  return guest.cluster.guests.filter(
    (other) => other !== guest && other.drives.some(({ text }) => base.test(text)),
  );
}

function cloneRisk(guest: ResolvedGuest): readonly string[] {
  if (!guest.template && !guest.intents.has("golden")) return [];
  const clones = clonesOf(guest).map(({ vmid }) => vmid);
  const kept = clones.length === 0 ? "" : ` (${clones.join(", ")})`;
  return [`clones made from now on inherit this; those made before${kept} keep the old options`];
}

/** Other lines than drives; where a drive is refused, nothing of the guest is written. */
function lostLinesRisk({ conf }: ResolvedGuest): readonly string[] {
  const keys = [...new Set(conf.warnings.flatMap(({ key }) => key ?? []))];
  return keys.length === 0
    ? []
    : [`Proxmox VE may not read ${keys.join(", ")}, and a line it cannot read is gone with any write`];
}

/** What is pending comes into force with any start, also one that nobody of us asks for. */
function elsewhereRisk({ ha, replication, live, template }: ResolvedGuest): readonly string[] {
  const isOff = template || (live.running.known && !live.running.value);
  if (isOff) return [];
  const managed =
    ha.known && ha.value !== null && ha.value.state !== "ignored" && ha.value.state !== "disabled";
  if (managed) return ["HA manages it: a recovery elsewhere starts it with the new options"];
  const targets = replication.known ? replication.value.filter(({ enabled }) => enabled) : [];
  return targets.length === 0
    ? []
    : [
        `replicated to ${targets.map(({ target }) => target).join(", ")}: brought up there after a failure, it has the new options`,
      ];
}
