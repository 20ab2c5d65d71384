import type { ClusterFile, ClusterSnapshot, NodeSnapshot } from "../../src/model/cluster.ts";
import type { Severity } from "../../src/model/outcome.ts";
import type { DriveFailure } from "../../src/model/rule.ts";
import { dataset, exampleSnapshot, tankOn } from "./example-cluster.ts";
import { type Directive, everyNode, factDirectives } from "./fact-directives.ts";

/**
 * One line of a rule page's `examples` block:
 *
 *     fail error  scsi0: chain:vm-101-disk-0.qcow2,discard=on | machine: q35 | @ha started
 *
 * A verdict (`fail <severity>`, `pass`, `open`, `n/a`), then lines of guest 101's config separated by ` | `, and
 * directives that start with `@` (see `directives`). `scsihw: virtio-scsi-single` and `ostype: l26` are there
 * unless the example says otherwise. Drive and volume rules judge the first drive line; storage rules its storage, or
 * the one of `@storage san`; pool rules the pool tank of pve1, or that of `@pool rust`; node rules pve1, or `@node pve2`.
 */
export interface Example {
  readonly line: string;
  readonly verdict: "fail" | "pass" | "open" | "n/a";
  readonly severity: Severity | undefined;
  readonly snapshot: ClusterSnapshot;
  /** Key of the first drive line of guest 101. */
  readonly drive: string | undefined;
  /** What `@storage san`, `@pool rust` and `@node pve2` name. */
  readonly named: Readonly<Partial<Record<"storage" | "pool" | "node", string>>>;
  /** What `@drive-finding drive/discard-off scsi0 warning` adds: findings that drive rules made before. */
  readonly driveFailures: readonly DriveFailure[];
}

const shape = /^(?:(fail) +(critical|error|warning|note)|(pass|open|n\/a)) {2,}(.+)$/;

export function readExample(line: string): Example {
  const match = shape.exec(line);
  if (match === null) throw new Error(`not an example: ${line}`);
  const parts = (match[4] ?? "").split(" | ").map((part) => part.trim());
  const conf = parts.filter((part) => !part.startsWith("@"));
  const drive = conf
    .map((part) => /^((?:ide|sata|scsi|virtio)\d+):/.exec(part)?.[1])
    .find((key) => key !== undefined);
  let snapshot = withGuest(exampleSnapshot(), 101, "pve1", withUsualKeys(conf));
  for (const part of parts) if (part.startsWith("@")) snapshot = applyDirective(snapshot, part.slice(1));
  return {
    line,
    verdict: (match[1] ?? match[3] ?? "pass") as Example["verdict"], // the shape allows nothing else
    severity: match[2] as Severity | undefined, // the shape allows nothing else
    snapshot,
    drive,
    named: Object.fromEntries(parts.flatMap(named)),
    driveFailures: parts.flatMap(driveFailure),
  };
}

function named(part: string): readonly (readonly [string, string])[] {
  const [, kind, name] = /^@(storage|pool|node) (\S+)$/.exec(part) ?? [];
  return kind === undefined || name === undefined ? [] : [[kind, name]];
}

const driveFinding = /^@drive-finding (\S+) (\S+) (critical|error|warning|note)$/;

function driveFailure(part: string): readonly DriveFailure[] {
  const [, rule, drive, severity] = driveFinding.exec(part) ?? [];
  return rule === undefined || drive === undefined ? [] : [{ rule, drive, severity: severity as Severity }]; // the pattern allows nothing else
}

function withUsualKeys(conf: readonly string[]): readonly string[] {
  const usual = ["scsihw: virtio-scsi-single", "ostype: l26", "agent: 1", "name: web"];
  const given = new Set(conf.map((part) => part.split(":")[0]));
  const kept = usual.filter((part) => !given.has(part.split(":")[0] ?? ""));
  return [...conf.filter((part) => !part.endsWith(": -")), ...kept]; // `scsihw: -` leaves the key out
}

function withGuest(
  snapshot: ClusterSnapshot,
  vmid: number,
  node: string,
  conf: readonly string[],
): ClusterSnapshot {
  const path = `nodes/${node}/qemu-server/${vmid}.conf`;
  const guest = { vmid, node, path, config: `${conf.join("\n")}\n` };
  return { ...snapshot, guests: [...snapshot.guests, guest] };
}

const directives: Readonly<Record<string, Directive>> = {
  ...factDirectives,
  /** What the example is about: see `Example.named`. */
  storage: (s) => s,
  pool: (s) => s,
  node: (s) => s,
  /** `@drive-finding drive/discard-off scsi0 warning`: for rules about drive findings; the cluster stays as it is. */
  "drive-finding": (s) => s,
  /** `@ha started`: guest 101 is an HA resource in that state. */
  ha: (s, state) => appendFile(s, "ha/resources.cfg", `vm: 101\n\tstate ${state}\n\n`),
  /** `@affinity pve1,pve2`: a strict node-affinity rule for guest 101. */
  affinity: (s, nodes) =>
    appendFile(s, "ha/rules.cfg", `node-affinity: r1\n\tresources vm:101\n\tnodes ${nodes}\n\tstrict 1\n\n`),
  /** `@replicate pve2`: an enabled replication job of guest 101. */
  replicate: (s, target) =>
    appendFile(
      s,
      "replication.cfg",
      `local: 101-${s.files["replication.cfg"]?.split("local:").length ?? 0}\n\ttarget ${target}\n\n`,
    ),
  /** `@versions qemu-server=9.0.5 zfsutils-linux=2.2.0`: on every node. */
  versions: (s, list) =>
    everyNode(s, (node) => ({
      ...node,
      packages: {
        source: `${node.name} pveversion`,
        value: {
          ...(node.packages !== undefined && "value" in node.packages ? node.packages.value : {}),
          ...Object.fromEntries(list.split(" ").map((pair) => pair.split("=") as [string, string])), // pairs by the line above
        },
      },
    })),
  /** `@kernel 6.8.12-9-pve` */
  kernel: (s, release) =>
    everyNode(s, (node) => ({ ...node, kernel: { value: release, source: `${node.name} uname -r` } })),
  /** `@zfs tank/vm-101-disk-0 volblocksize=8192 …`: replaces that dataset's properties on every node. */
  zfs: (s, rest) => {
    const [name = "", ...pairs] = rest.split(" ");
    const row = dataset(name, Object.fromEntries(pairs.map((pair) => pair.split("=") as [string, string]))); // key=value by shape
    return everyNode(s, (node) => {
      const others = node.datasets !== undefined && "value" in node.datasets ? node.datasets.value : [];
      return {
        ...node,
        datasets: { value: [...others.filter((d) => d.name !== name), row], source: `${node.name} zfs get` },
      };
    });
  },
  /** `@vdevs raidz1 4`: the data vdev of the pool tank. */
  vdevs: (s, rest) => {
    const [kind = "", disks = ""] = rest.split(" ");
    return everyNode(s, (node) => ({
      ...node,
      pools: { value: [tankOn(kind, Number(disks))], source: `${node.name} zpool status` },
    }));
  },
  /** `@no-fact pools`: one kind of fact was never asked of the nodes. */
  "no-fact": (s, fact) =>
    everyNode(
      s,
      (node) =>
        Object.fromEntries(Object.entries(node).filter(([key]) => key !== fact)) as unknown as NodeSnapshot, // its name stays
    ),
  /** `@no-facts`: only what /etc/pve holds. */
  "no-facts": (s) => everyNode(s, (node) => ({ name: node.name })),
  /** `@without packages`: that reading of every node was never taken. */
  without: (s, reading) =>
    everyNode(
      s,
      (node) =>
        Object.fromEntries(Object.entries(node).filter(([name]) => name !== reading)) as typeof node & object,
    ), // readings are optional
  /** `@mount /tank/dir /dev/sdz bcachefs`: what is mounted there, on every node. */
  mount: (s, rest) => {
    const [target = "", source = "", fstype = ""] = rest.split(" ");
    return everyNode(s, (node) => {
      const others = node.mounts !== undefined && "value" in node.mounts ? node.mounts.value : [];
      const row = { target, source, fstype, options: "rw" };
      return {
        ...node,
        mounts: {
          value: [...others.filter((m) => m.target !== target), row],
          source: `${node.name} findmnt`,
        },
      };
    });
  },
  /** `@one-node`: a cluster of one. */
  "one-node": (s) => ({ ...s, nodes: s.nodes.slice(0, 1) }),
  /** `@bare`: a folder of *.conf and storage.cfg, nothing else. */
  bare: (s) => ({
    ...s,
    nodesComplete: false,
    nodes: [],
    guests: s.guests.map((guest) => ({ ...guest, node: null })),
    files: { "storage.cfg": s.files["storage.cfg"] ?? null },
  }),
  /** `@no-file storage.cfg`: that file could not be read. */
  "no-file": (s, path) => ({
    ...s,
    files: Object.fromEntries(Object.entries(s.files).filter(([name]) => name !== path)),
  }),
  /** `@pending scsi0: …`: a line of guest 101's [PENDING] section; `@pending delete: scsi1` too. */
  pending: (s, line) => appendConf(s, 101, "[PENDING]", line),
  /** `@snapshot old scsi0: …`: a line of that snapshot's section. */
  snapshot: (s, rest) => appendConf(s, 101, `[${rest.split(" ")[0]}]`, rest.slice(rest.indexOf(" ") + 1)),
  /** `@other 102 scsi0: …`: a line of another guest on pve1; `@other 102@pve2 …` elsewhere. */
  other: (s, rest) => {
    const [who = "", node = "pve1"] = (rest.split(" ")[0] ?? "").split("@");
    const line = rest.slice(rest.indexOf(" ") + 1);
    const vmid = Number(who);
    return s.guests.some((guest) => guest.vmid === vmid)
      ? appendConf(s, vmid, "", line)
      : withGuest(s, vmid, node, [line]);
  },
};

function applyDirective(snapshot: ClusterSnapshot, text: string): ClusterSnapshot {
  const [name = ""] = text.split(" ");
  const directive = directives[name];
  if (directive === undefined) throw new Error(`no directive @${name}`);
  return directive(snapshot, text.slice(name.length + 1));
}

function appendFile(snapshot: ClusterSnapshot, file: ClusterFile, text: string): ClusterSnapshot {
  return { ...snapshot, files: { ...snapshot.files, [file]: `${snapshot.files[file] ?? ""}${text}` } };
}

/** Adds a line to a section of a guest's config, which is made when it is not there yet. "" is the top. */
function appendConf(snapshot: ClusterSnapshot, vmid: number, section: string, line: string): ClusterSnapshot {
  return {
    ...snapshot,
    guests: snapshot.guests.map((guest) => {
      if (guest.vmid !== vmid) return guest;
      if (section === "") return { ...guest, config: `${line}\n${guest.config}` };
      const there = guest.config.includes(`${section}\n`);
      const config = there
        ? guest.config.replace(`${section}\n`, `${section}\n${line}\n`)
        : `${guest.config}\n${section}\n${line}\n`;
      return { ...guest, config };
    }),
  };
}
