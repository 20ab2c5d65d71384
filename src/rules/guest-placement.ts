import { type Fact, known, type Missing, mapFact, unknown } from "../model/fact.ts";
import type { Evidence } from "../model/outcome.ts";
import type { HaPlacement, OtherVolume, ResolvedDrive, ResolvedGuest } from "../model/resolved.ts";
import { isManaged } from "../resolve/placement.ts";

/** Where HA and replication may put a guest, as far as several guest rules ask. */

/** A one-node cluster has nowhere to move to: mobility, HA and media rules have nothing to judge there. */
export function severalNodes(guest: ResolvedGuest): Fact<boolean> {
  return mapFact(guest.cluster.nodeCount, (count) => count > 1);
}

/** HA's placement of a guest it looks after, in a cluster where that can mean another node; null: it does not. */
export function haOf(guest: ResolvedGuest): Fact<HaPlacement | null> {
  const { ha } = guest;
  const several = severalNodes(guest);
  if (several.known && !several.value) return known(null, several.source);
  if (!ha.known) return several.known ? ha : unknown(...ha.missing, ...several.missing);
  if (!isManaged(ha.value)) return known(null, ha.source);
  return several.known ? ha : several;
}

export function haEvidence(ha: HaPlacement): Evidence {
  const where = ha.nodes === undefined ? "any node" : `only ${[...ha.nodes].join(", ")}`;
  return { fact: "HA", value: `state ${ha.state}, ${where}`, source: ha.source };
}

/** True when a strict rule or group leaves HA this guest's own node and no other. */
export function staysOnItsNode(guest: ResolvedGuest, ha: HaPlacement): boolean {
  return ha.nodes?.size === 1 && (guest.node === null || ha.nodes.has(guest.node));
}

/** A volume the guest cannot start without. */
export type NeededVolume = Pick<
  ResolvedDrive | OtherVolume,
  "key" | "text" | "volume" | "storage" | "shared" | "replicated" | "source"
>;

/** Data drives, EFI and TPM. A cloud-init volume is made anew; an ISO is not data. */
export function neededVolumes(guest: ResolvedGuest): readonly NeededVolume[] {
  return [...guest.drives, ...guest.volumes.filter(({ role }) => role === "efi" || role === "tpm")];
}

export function isLocal(volume: NeededVolume): boolean {
  return volume.shared.known && !volume.shared.value;
}

/** `scsi0 on tank`, for messages and steps. */
export function placeOf(volume: NeededVolume): string {
  return `${volume.key} on ${volume.storage?.entry.id ?? volume.volume.text}`;
}

export function volumePlaceEvidence(volume: NeededVolume): Evidence {
  const { storage } = volume;
  const type = storage === undefined ? "a path" : `${storage.entry.type} ${storage.entry.id}`;
  return {
    fact: `volume of ${volume.key}`,
    value: `${volume.volume.text} (${type}, not shared)`,
    source: volume.source,
  };
}

/** What is missing in a list of facts. */
export function missingIn(facts: readonly Fact<unknown>[]): readonly Missing[] {
  return facts.flatMap((fact) => (fact.known ? [] : fact.missing));
}

/**
 * Whether replication may copy something of this guest: it has an enabled job, or replication.cfg could not be read
 * and a volume lies on a zfspool storage, the only type that Proxmox VE replicates.
 */
export function replicationMatters(guest: ResolvedGuest): boolean {
  const several = severalNodes(guest);
  if (several.known && !several.value) return false;
  if (guest.replication.known) return guest.replication.value.some(({ enabled }) => enabled);
  return neededVolumes(guest).some(
    ({ storage, shared }) => storage?.entry.type === "zfspool" || !shared.known,
  );
}

/** What to know for a lane that is unknown. */
export function missingForLane(guest: ResolvedGuest): readonly Missing[] {
  const codes = new Set(guest.laneReasons.map(({ code }) => code));
  return missingIn([
    ...[...guest.drives, ...guest.volumes].map(({ shared }) => shared),
    ...(codes.has("replication-unknown") ? [guest.replication] : []),
    ...(codes.has("mapping-unknown") ? [guest.devicePinned] : []),
  ]);
}
