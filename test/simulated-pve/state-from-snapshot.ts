import type { ClusterSnapshot, NodeSnapshot } from "../../src/model/cluster.ts";
import { readCorosyncConf } from "../../src/model/syntax/corosync-conf.ts";
import { parseGuestConf } from "../../src/model/syntax/guest-conf.ts";
import { type ClusterState, guestPath, type RunningGuest, type SimulatedNode } from "./cluster-state.ts";
import { known } from "./facts/known.ts";
import { nodeFacts } from "./node-facts.ts";
import { volumesOf } from "./volumes.ts";

/** A cluster whose files and nodes are those of the snapshot. */
export function stateFromSnapshot(
  snapshot: ClusterSnapshot,
  changes: Readonly<Record<string, Partial<SimulatedNode>>>,
): ClusterState {
  const names = nodeNames(snapshot, Object.keys(changes));
  const files = filesOf(snapshot, names[0] ?? "pve1");
  const nodes = names.map((name, index) => {
    const facts = snapshot.nodes.find((node) => node.name === name) ?? { name };
    const node: SimulatedNode = {
      ...nodeFacts(facts, files),
      id: index + 1,
      address: `127.0.0.${index + 1}`,
      online: true,
      ...changes[name],
    };
    return [name, node] as const;
  });
  const state: ClusterState = {
    name: readCorosyncConf(files.get("corosync.conf") ?? "").clusterName ?? snapshot.folder ?? "simulated",
    files,
    nodes: new Map(nodes),
    running: runningGuests(snapshot, files),
    agents: new Map(),
    volumes: new Map(),
    offlineStorages: new Set(),
    replications: new Map(),
    tasks: [],
  };
  for (const [key, volumes] of volumesOf(state)) state.volumes.set(key, volumes);
  for (const vmid of state.running.keys()) state.agents.set(vmid, linuxAgent);
  return state;
}

function nodeNames({ nodes, guests }: ClusterSnapshot, added: readonly string[]): readonly string[] {
  const owners = guests.flatMap(({ node }) => (node === null ? [] : [node]));
  const names = [...nodes.map(({ name }) => name), ...owners, ...added];
  return names.length === 0 ? ["pve1"] : [...new Set(names)];
}

function filesOf(snapshot: ClusterSnapshot, firstNode: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const [path, text] of Object.entries(snapshot.files))
    if (typeof text === "string") files.set(path, text);
  for (const { vmid, node, config } of snapshot.guests) files.set(guestPath(node ?? firstNode, vmid), config);
  for (const { vmid, node } of snapshot.containers)
    files.set(
      `nodes/${node ?? firstNode}/lxc/${vmid}.conf`,
      `arch: amd64\nhostname: ct${vmid}\nmemory: 512\n`,
    );
  return files;
}

/** Those that the nodes said run; a node that was not asked has none running. */
function runningGuests({ nodes, guests }: ClusterSnapshot, files: ReadonlyMap<string, string>) {
  const running = new Map<number, RunningGuest>();
  for (const { vmid, node } of guests) {
    const facts = nodes.find(({ name }) => name === node);
    if (facts === undefined || known(facts.running)?.[vmid] !== true) continue;
    const machine = machineOf(files.get(guestPath(facts.name, vmid)) ?? "");
    running.set(vmid, { pid: 1000 + vmid, machine, uptime: 86_400, qemu: qemuOf(facts) });
  }
  return running;
}

function qemuOf(node: NodeSnapshot): string {
  return (known(node.packages)?.["pve-qemu-kvm"] ?? "11.0.2-1").replace(/-.*$/, "");
}

/** What a start of today gives it: the pinned version, else the newest. */
function machineOf(config: string): string {
  const { entries } = parseGuestConf(config).current;
  const written = /(?:^|type=)([^,]+)/.exec(entries.get("machine")?.value ?? "")?.[1];
  if (written !== undefined && /\d/.test(written.replace("q35", ""))) return written;
  return `${written === "q35" ? "pc-q35" : "pc-i440fx"}-11.0+pve0`;
}

const linuxAgent = {
  osinfo: {
    id: "debian",
    name: "Debian GNU/Linux",
    "pretty-name": "Debian GNU/Linux 13 (trixie)",
    version: "13 (trixie)",
    "version-id": "13",
    "kernel-release": "6.12.48+deb13-amd64",
    "kernel-version": "#1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1",
    machine: "x86_64",
  },
  fsinfo: [
    {
      name: "sda1",
      mountpoint: "/",
      type: "ext4",
      "total-bytes": 33_501_757_440,
      "used-bytes": 8_375_439_360,
      disk: [
        {
          "bus-type": "scsi",
          bus: 0,
          target: 0,
          unit: 0,
          dev: "/dev/sda1",
          serial: "0QEMU_QEMU_HARDDISK_drive-scsi0",
          "pci-controller": { domain: 0, bus: 9, slot: 1, function: 0 },
        },
      ],
    },
  ],
  files: {
    "/etc/fstab":
      "# <file system> <mount point> <type> <options> <dump> <pass>\nUUID=6b5b / ext4 errors=remount-ro 0 1\n",
    "/etc/systemd/system/timers.target.wants/fstrim.timer":
      "[Unit]\nDescription=Discard unused filesystem blocks once a week\n\n[Timer]\nOnCalendar=weekly\n",
  },
} as const;
