import { type Fact, known, unknown } from "../model/fact.ts";
import { missingFile } from "../model/missing.ts";
import type { Lane, LaneReason, OtherVolume, Pin, ResolvedDrive } from "../model/resolved.ts";

type Placed = Pick<
  ResolvedDrive | OtherVolume,
  "key" | "volume" | "shared" | "replicated" | "storage" | "source"
>;

/** Volumes that Proxmox VE regenerates, or that hold no data: they decide nothing. */
const weightless: ReadonlySet<string> = new Set(["cdrom", "cloudinit"]);

export interface LaneOf {
  readonly lane: Lane;
  readonly laneReasons: readonly LaneReason[];
}

/** Policy section 2. Unused, pending and snapshot-only volumes have to move too, so they count once there is data. */
export function laneOf(
  drives: readonly ResolvedDrive[],
  volumes: readonly OtherVolume[],
  pinned: readonly Pin[],
): LaneOf {
  const data = volumes.filter(({ role }) => role === "efi" || role === "tpm");
  if (drives.length + data.length === 0)
    return lane("none", [{ code: "no-volume", text: "it has no data volume" }]);
  const counted: readonly Placed[] = [...drives, ...volumes.filter(({ role }) => !weightless.has(role))];
  const lost = counted.filter(({ shared }) => !shared.known);
  if (lost.length > 0) return lane("unknown", lost.map(storageUnknown));
  const devices = pinned.filter(({ kind }) => kind === "device");
  const local = counted.filter(({ shared }) => shared.known && !shared.value);
  if (devices.some(({ certain }) => certain))
    return lane("local", [...devices.map(deviceReason), ...local.map(localReason)]);
  const byVolumes = local.length === 0 ? sharedReasons(counted) : localReasons(local);
  if (devices.length > 0 && byVolumes.lane !== "local") return lane("unknown", devices.map(mappingUnknown));
  return byVolumes;
}

const lane = (name: Lane, laneReasons: readonly LaneReason[]): LaneOf => ({ lane: name, laneReasons });

function storageUnknown({ key, volume, source }: Placed): LaneReason {
  return {
    code: "storage-unknown",
    text: `${key} is on ${volume.text}, whose storage is not defined`,
    source,
  };
}

const deviceReason = ({ key, text }: Pin): LaneReason => ({ code: "device", text: `${key}: ${text}` });

const mappingUnknown = ({ key, text }: Pin): LaneReason => ({
  code: "mapping-unknown",
  text: `${key}: ${text}; mapping/pci.cfg was not read`,
});

const where = ({ storage, volume }: Placed): string => storage?.entry.id ?? volume.text;

function localReason(placed: Placed): LaneReason {
  return {
    code: "local-volume",
    text: `${placed.key} is on ${where(placed)}, not shared`,
    source: placed.source,
  };
}

function sharedReasons(counted: readonly Placed[]): LaneOf {
  const text = `${counted.map(({ key }) => key).join(", ")} on ${[...new Set(counted.map(where))].join(", ")} (shared)`;
  const source = counted[0]?.storage?.source;
  return lane("shared", [{ code: "all-shared", text, ...(source === undefined ? {} : { source }) }]);
}

function localReasons(local: readonly Placed[]): LaneOf {
  const left = local.filter(({ replicated }) => !(replicated.known && replicated.value));
  if (left.length === 0) {
    const text = `${local.map(({ key }) => key).join(", ")} replicated to another node`;
    return lane("replicated", [{ code: "all-replicated", text, source: "replication.cfg" }]);
  }
  const certain = left.filter(({ replicated }) => replicated.known);
  if (certain.length > 0) return lane("local", certain.map(localReason));
  return lane("unknown", [{ code: "replication-unknown", text: "replication.cfg was not read" }]);
}

/** Whether a device ties the guest to its node: known as soon as one certain pin is. */
export function devicePinnedBy(pinned: readonly Pin[]): Fact<boolean> {
  const devices = pinned.filter(({ kind }) => kind === "device");
  const certain = devices.find((pin) => pin.certain);
  if (certain !== undefined) return known(true, certain.key);
  return devices.length === 0 ? known(false, "config") : unknown(missingFile("mapping/pci.cfg"));
}
