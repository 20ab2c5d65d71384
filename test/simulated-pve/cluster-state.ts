import type { Json, JsonObject } from "./reply.ts";

/** All that the simulated cluster is. It changes when requests write, or when a test says so. */
export interface ClusterState {
  readonly name: string;
  /** Below /etc/pve, as pmxcfs keeps them: `nodes/pve1/qemu-server/201.conf`, `storage.cfg`. */
  readonly files: Map<string, string>;
  readonly nodes: Map<string, SimulatedNode>;
  /** vmid → the process, for what runs. */
  readonly running: Map<number, RunningGuest>;
  /** vmid → what the guest agent answers; no entry: it does not. */
  readonly agents: Map<number, SimulatedAgent>;
  /** Volumes of a shared storage by its id, of a local one by `<id>@<node>`. */
  readonly volumes: Map<string, SimulatedVolume[]>;
  /** Storages that do not answer, by the keys of `volumes`. */
  readonly offlineStorages: Set<string>;
  /** Replication job → how it fares, beyond what replication.cfg says. */
  readonly replications: Map<string, JsonObject>;
  readonly tasks: SimulatedTask[];
}

export interface SimulatedNode {
  readonly name: string;
  readonly id: number;
  /** IPv4, where it listens. */
  address: string;
  online: boolean;
  /** `9.2.11`; what the API offers follows from it. */
  readonly version: string;
  readonly repoid: string;
  readonly kernel: string;
  /** Bytes. */
  readonly memory: number;
  readonly cpus: number;
  /** Seconds. */
  readonly uptime: number;
  /** Package → version. */
  readonly packages: Readonly<Record<string, string>>;
  /** Packages that apt/versions lists and that are not there → the version that could be installed. */
  readonly notInstalled: Readonly<Record<string, string>>;
  /** Rows of disks/list, disks/zfs, and disks/zfs/{name} by name. */
  readonly disks: readonly JsonObject[];
  readonly pools: readonly JsonObject[];
  readonly poolTrees: ReadonlyMap<string, Json>;
  readonly volumeGroups: readonly JsonObject[];
  readonly thinPools: readonly JsonObject[];
  readonly pci: readonly JsonObject[];
  /** Unit name → running. */
  readonly services: Readonly<Record<string, boolean>>;
  /** What `pvereport` prints now. */
  readonly report: () => string;
  /** Bytes, by storage; storages that are not there answer with zeros. */
  readonly usage: ReadonlyMap<string, StorageBytes>;
}

interface StorageBytes {
  readonly total: number;
  readonly used: number;
}

export interface RunningGuest {
  readonly pid: number;
  /** `pc-q35-11.0+pve0` */
  readonly machine: string;
  /** Seconds. */
  readonly uptime: number;
  readonly qemu: string;
}

export interface SimulatedAgent {
  readonly osinfo: JsonObject;
  readonly fsinfo: readonly JsonObject[];
  /** Path → content, of the files it can open. */
  readonly files: Readonly<Record<string, string>>;
}

export interface SimulatedVolume {
  readonly volid: string;
  readonly format: string;
  /** Bytes. */
  readonly size: number;
  readonly content: "images" | "rootdir" | "iso" | "backup" | "vztmpl";
  readonly vmid?: number;
}

export interface SimulatedTask {
  readonly upid: string;
  readonly node: string;
  readonly pid: number;
  readonly pstart: number;
  readonly starttime: number;
  readonly type: string;
  readonly id: string;
  readonly user: string;
  readonly exitstatus: string;
  readonly log: readonly string[];
}

export function guestPath(node: string, vmid: number): string {
  return `nodes/${node}/qemu-server/${vmid}.conf`;
}

const guestFile = /^nodes\/([^/]+)\/(qemu-server|lxc)\/(\d+)\.conf$/;

export interface GuestFile {
  readonly vmid: number;
  readonly node: string;
  readonly kind: "qemu" | "lxc";
  readonly text: string;
}

/** Every guest of the cluster, or of one node, by vmid. */
export function guestFiles(state: ClusterState, node?: string): readonly GuestFile[] {
  const guests: GuestFile[] = [];
  for (const [path, text] of state.files) {
    const [, owner, folder, vmid] = guestFile.exec(path) ?? [];
    if (owner === undefined || (node !== undefined && owner !== node)) continue;
    guests.push({ vmid: Number(vmid), node: owner, kind: folder === "lxc" ? "lxc" : "qemu", text });
  }
  return guests.sort((a, b) => a.vmid - b.vmid);
}

/** The first two numbers of a version: 9.2 of `9.2.11`. */
export function release(version: string): number {
  return Number.parseFloat(version);
}
