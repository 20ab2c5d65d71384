import type { Arc, Pool } from "../../model/cluster.ts";
import { type Fact, known, mapFact, unknown } from "../../model/fact.ts";
import { missingPoolFill, missingPoolProperty } from "../../model/missing.ts";
import type {
  NodeVersions,
  ResolvedNode,
  ResolvedVolume,
  VolumeUse,
  ZvolProperties,
} from "../../model/resolved.ts";
import type { ResolvedPool, StorageSubject } from "../../model/resolved-pool.ts";
import { type Field, fact, field, part, parts, type View, viewOf } from "./view.ts";

const here = <T>(value: T): Fact<T> => known(value, "");

const useView: View<VolumeUse> = viewOf("Use", {
  vmid: field("int", "the guest", ({ guest }) => guest.vmid),
  key: field("string", "scsi0, unused0, or the key in a snapshot", ({ key }) => key),
  role: field("string", "drive, efi, tpm, cloudinit, cdrom, unused, snapshot or pending", ({ role }) => role),
});

const zvolView: View<ZvolProperties> = viewOf("Zvol", {
  dataset: field("string", "tank/vm-101-disk-0", ({ dataset }) => dataset),
  volblocksize: field("int", "bytes", ({ volblocksize }) => volblocksize),
  volsize: field("int", "bytes", ({ volsize }) => volsize),
  refreservation: field("int", "bytes; 0 is thin", ({ refreservation }) => refreservation),
});

export const volumeView: View<ResolvedVolume> = viewOf("Volume", {
  volid: field("string", "tank:vm-101-disk-0, or an absolute path", ({ volid }) => volid),
  storage: field("string", "absent for an absolute path", ({ storage }) => storage?.entry.id),
  node: field("string", "for a volume that exists per node", ({ node }) => node),
  zvol: part(
    "Zvol",
    "absent where it is none",
    () => zvolView,
    ({ zvol }) => zvol,
  ),
  uses: parts(
    "list<Use>",
    "the guests' lines that name it",
    () => useView,
    ({ uses }) => uses,
  ),
});

export const storageView: View<StorageSubject> = viewOf("Storage", {
  id: field("string", "as in storage.cfg", ({ storage }) => storage.entry.id),
  type: field("string", "zfspool, lvm, dir …", ({ storage }) => storage.entry.type),
  shared: field("bool", "by type, or by its shared property", ({ storage }) => storage.shared),
  enabled: field("bool", "not disabled", ({ storage }) => storage.enabled),
  content: field("list<string>", "images, iso, backup …", ({ storage }) => [...storage.content]),
  nodes: field("list<string>", "absent: every node", ({ storage: { nodes } }) => nodes && [...nodes]),
  volumeChain: field("bool", "snapshot-as-volume-chain", ({ storage }) => storage.volumeChain),
  options: field("map<string, string>", "what storage.cfg says", ({ storage }) => storage.entry.properties),
  medium: field("string", "as declared, ssd or hdd", ({ storage }) => storage.declared.medium),
  volumes: field("int", "guest volumes on it", ({ volumes }) => volumes.length),
});

const ofPool =
  <T>(
    pick: (pool: Pool) => T | undefined,
    missing: (node: string, pool: string) => ReturnType<typeof missingPoolFill>,
  ) =>
  ({ facts, name, node }: ResolvedPool): Fact<T> => {
    if (!facts.known) return facts;
    const value = pick(facts.value);
    return value === undefined ? unknown(missing(node.name, name)) : known(value, facts.source);
  };

const properties = (node: string, pool: string) => missingPoolProperty(node, pool, "properties");

export const poolView: View<ResolvedPool> = viewOf("Pool", {
  name: field("string", "rpool", ({ name }) => name),
  node: field("string", "where it is", ({ node }) => node.name),
  state: fact("string", "ONLINE, DEGRADED …", ({ facts }) => mapFact(facts, ({ state }) => state)),
  capacity: fact(
    "int",
    "percent that is allocated",
    ofPool(({ capacity }) => capacity, missingPoolFill),
  ),
  size: fact(
    "int",
    "bytes",
    ofPool(({ size }) => size, missingPoolFill),
  ),
  medium: fact("string", "ssd or hdd, of the disks that hold data", ({ medium }) => medium),
  vdevs: fact("list<string>", "kinds of its data vdevs: mirror, raidz1, disk", ({ facts }) =>
    mapFact(facts, ({ vdevs }) => vdevs.filter(({ role }) => role === "data").map(({ kind }) => kind)),
  ),
  logs: fact("int", "its log devices (SLOG)", ({ facts }) =>
    mapFact(facts, ({ vdevs }) => vdevs.filter(({ role }) => role === "log").length),
  ),
  properties: fact(
    "map<string, string>",
    "of zpool get",
    ofPool((pool) => pool.properties, properties),
  ),
  storages: field("list<string>", "ids of the zfspool storages on it", ({ storages }) =>
    storages.map(({ entry }) => entry.id),
  ),
  volumes: field("int", "guest volumes on it", ({ volumes }) => volumes.length),
});

const versions: Readonly<Record<keyof NodeVersions, Field<NodeVersions>>> = {
  pve: fact("string", "pve-manager, 9.2.4", ({ pve }) => pve),
  qemuServer: fact("string", "qemu-server", ({ qemuServer }) => qemuServer),
  qemu: fact("string", "pve-qemu-kvm", ({ qemu }) => qemu),
  openzfs: fact("string", "OpenZFS", ({ openzfs }) => openzfs),
  kernel: fact("string", "the running kernel", ({ kernel }) => kernel),
};

const versionsView: View<NodeVersions> = viewOf("Versions", versions);

const arcView: View<Arc> = viewOf("Arc", {
  size: field("int", "bytes", ({ size }) => size),
  cap: field("int", "bytes, in force", ({ cMax }) => cMax),
});

export const nodeView: View<ResolvedNode> = viewOf("Node", {
  name: field("string", "pve1", ({ name }) => name),
  memory: fact("int", "bytes of RAM", ({ memory }) => memory),
  guests: field(
    "int",
    "VMs on it",
    ({ name, cluster }) => cluster.guests.filter(({ node }) => node === name).length,
  ),
  versions: part(
    "Versions",
    "its packages",
    () => versionsView,
    (node) => here(node.versions),
  ),
  arc: part(
    "Arc",
    "the cache of ZFS",
    () => arcView,
    ({ arc }) => arc,
  ),
});

export const belowViews = {
  volumeView,
  useView,
  zvolView,
  storageView,
  poolView,
  nodeView,
  versionsView,
  arcView,
};
