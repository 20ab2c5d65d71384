import fc from "fast-check";
import { expect, it } from "vitest";
import { dataset } from "../../test/support/example-cluster.ts";
import { exampleOf } from "../../test/support/resolved-example.ts";
import type { AuditReport, Finding } from "../model/audit-report.ts";
import type { Command } from "../model/change.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { compareSeverity } from "../model/outcome.ts";
import { couldAllocate, readDrive } from "../model/syntax/drive-string.ts";
import { resolve } from "../resolve/resolve.ts";
import { audit } from "./audit.ts";

const auditOf = (snapshot: ClusterSnapshot): AuditReport =>
  audit(resolve(snapshot), {
    tool: { name: "l", version: "0" },
    generatedAt: "2026-11-22T10:00:00Z",
    sources: [],
    // What lies below the guests is not repaired with qm.
    rules: (id) => /^(drive|guest|volume)\//.test(id),
  });

const volumes = [
  "tank:vm-101-disk-0",
  "tank:base-9-disk-0/vm-101-disk-0",
  "rust:vm-101-disk-0",
  "san:vm-101-disk-0",
  "chain:vm-101-disk-0.qcow2",
  "vg:vm-101-disk-0",
  "thin:vm-101-disk-0",
  "local:101/vm-101-disk-0.raw",
  "local:101/vm-101-disk-0.qcow2",
  "zdir:101/vm-101-disk-0.raw",
  "bdir:101/vm-101-disk-0.raw",
  "bt:101/vm-101-disk-0.raw",
  "btnc:101/vm-101-disk-0.raw",
  "gfs:101/vm-101-disk-0.qcow2",
  "nas:101/vm-101-disk-0.qcow2",
  "smb:101/vm-101-disk-0.raw",
  "ceph:vm-101-disk-0",
  "krbd:vm-101-disk-0",
  "lun:0.0.0.scsi-36001405",
  "dlun:lun1",
  "gone:vm-101-disk-0",
  "/dev/sdh",
  "/dev/zvol/tank/vm-101-disk-0",
  "/srv/x.raw",
];

const everyBus: Readonly<Record<string, readonly string[]>> = {
  cache: ["none", "writethrough", "writeback", "unsafe", "directsync"],
  aio: ["native", "threads", "io_uring"],
  discard: ["on", "ignore"],
  detect_zeroes: ["0", "yes"],
  backup: ["0", "No"],
  replicate: ["0", "on"],
  shared: ["0", "1"],
  rerror: ["ignore", "report"],
  werror: ["ignore", "enospc"],
  serial: ["a%20b"],
  size: ["32G", "33554432K"],
  mbps_rd: ["1.50"],
  iops_wr: ["100"],
  snapshot: ["0", "1"],
  format: ["raw", "qcow2"],
};
const ofBus: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ide: { ssd: ["0", "1", "on"], model: ["X"] },
  sata: { ssd: ["0", "1", "on"], wwn: ["0x5000c500a1b2c3d4"] },
  scsi: { ssd: ["0", "1", "on"], iothread: ["0", "1", "yes"], queues: ["4"], ro: ["1"], vendor: ["v"] },
  virtio: { iothread: ["0", "1", "yes"], ro: ["0"] },
};

/** A legal drive string: the volume under one of its names, keys of the bus in any order. */
const drives = fc.constantFrom("ide", "sata", "scsi", "virtio").chain((bus) => {
  const keys = { ...everyBus, ...ofBus[bus] };
  const pair = (key: string) => fc.constantFrom(...(keys[key] ?? ["1"])).map((value) => `${key}=${value}`);
  const parts = fc
    .subarray(Object.keys(keys), { maxLength: 8 })
    .chain((names) => fc.tuple(...names.map(pair)))
    .chain((pairs) => fc.shuffledSubarray(pairs, { minLength: pairs.length }));
  const volume = fc
    .tuple(fc.constantFrom("", "file=", "volume="), fc.constantFrom(...volumes))
    .map(([name, text]) => `${name}${text}`);
  return fc
    .tuple(volume, parts, fc.nat())
    .map(([file, pairs, at]) => [bus, pairs.toSpliced(at % (pairs.length + 1), 0, file).join(",")] as const);
});
const guests = fc
  .tuple(
    fc.uniqueArray(drives, { minLength: 1, maxLength: 2, selector: ([bus]) => bus }),
    fc.constantFrom("ostype: l26", "ostype: win11"),
    fc.constantFrom("scsihw: virtio-scsi-single", "scsihw: lsi", "scsihw: virtio-scsi-pci"),
    fc.constantFrom("", "machine: pc-q35-9.2+pve1", "machine: q35", "machine: pc-q35-10.1"),
    fc.constantFrom(
      "",
      "tags: scratch",
      "tags: disposable;golden",
      "hostpci0: 01:00",
      "@replicate pve2",
      "@no-facts",
    ),
    fc.constantFrom("", "@ha started", "balloon: 0", "@versions qemu-server=9.0.5"),
  )
  .map(([lines, ...rest]) =>
    [...lines.map(([bus, text]) => `${bus}0: ${text}`), ...rest.filter((part) => part !== "")].join(" | "),
  );

/** The cluster after a command ran. */
function applied(snapshot: ClusterSnapshot, { argv }: Command): ClusterSnapshot {
  const [tool, , third = "", flag = "", value = ""] = argv;
  if (tool === "zfs") return withProperty(snapshot, third, flag);
  const key = flag === "--delete" ? value : flag.slice(2);
  const kept = (config: string): string =>
    config
      .split("\n")
      .filter((line) => !line.startsWith(`${key}:`))
      .join("\n");
  const added = flag === "--delete" ? "" : `${key}: ${value}\n`;
  const change = (config: string): string => `${added}${kept(config)}`;
  return {
    ...snapshot,
    guests: snapshot.guests.map((guest) => ({ ...guest, config: change(guest.config) })),
  };
}

function withProperty(snapshot: ClusterSnapshot, pair: string, name: string): ClusterSnapshot {
  const [key = "", value = ""] = pair.split("=");
  return {
    ...snapshot,
    nodes: snapshot.nodes.map((node) => {
      const rows = node.datasets !== undefined && "value" in node.datasets ? node.datasets.value : [];
      const row = rows.find((candidate) => candidate.name === name) ?? dataset(name, {});
      const set = { ...row, properties: { ...row.properties, [key]: { value, source: "local" } } };
      return {
        ...node,
        datasets: { value: [...rows.filter((other) => other !== row), set], source: "zfs get" },
      };
    }),
  };
}

const written = (snapshot: ClusterSnapshot, key: string): string | undefined =>
  new RegExp(`^${key}: (.*)$`, "m").exec(snapshot.guests[0]?.config ?? "")?.[1];

/** Every key of a drive string with its value as written, aliases resolved by reading. */
function keysOf(drive: string, text: string): ReadonlyMap<string, string> {
  const reading = readDrive(drive, text);
  if (!reading.ok) throw new Error(`${text}: ${reading.reason}`);
  return new Map([["file", reading.drive.file], ...Object.entries(reading.drive.options)]);
}

function expectLossless(snapshot: ClusterSnapshot, found: readonly Finding[], drive: string): void {
  const changes = found
    .filter(({ remedy }) => remedy.changes.length > 0)
    .flatMap(({ remedy }) => remedy.changes);
  const allowed = new Set(["size", ...changes.map(({ key }) => key)]);
  const before = written(snapshot, drive) ?? "";
  const sets = found.flatMap(({ remedy }) => remedy.commands.filter(({ argv }) => argv[3] === `--${drive}`));
  const after = new Set(sets.map(({ argv }) => argv[4] ?? ""));
  expect(after.size, [...after].join("\n")).toBeLessThanOrEqual(1);
  for (const text of after) {
    expect(couldAllocate(text)).toBe(false);
    const [old, now] = [keysOf(drive, before), keysOf(drive, text)];
    expect(now.has("size")).toBe(false);
    for (const key of new Set([...old.keys(), ...now.keys()]))
      if (!allowed.has(key)) expect(now.get(key), key).toBe(old.get(key));
    const untouched = before
      .split(",")
      .filter((part) => !allowed.has(part.split("=")[0] ?? "") && part.includes("="));
    for (const part of untouched) expect(text.split(",")).toContain(part);
  }
}

/**
 * What only an upgrade repairs comes to light once discard is on; what a newer machine refuses, once it is
 * newer; nodes without a replica, once there is one.
 */
const expected: ReadonlySet<string> = new Set([
  "drive/discard-broken",
  "drive/snapshot-flag",
  "guest/ha-beyond-replicas",
]);

const isRepaired = ({ remedy }: Finding): boolean => remedy.kind === "change" && remedy.commands.length > 0;

it("every command is lossless, legal, repairs what it says, and brings nothing as bad", () => {
  fc.assert(
    fc.property(guests, (line) => {
      const snapshot = exampleOf(line);
      const before = auditOf(snapshot);
      const keys = [...line.matchAll(/(?:^|\| )((?:ide|sata|scsi|virtio)0):/g)].flatMap(
        ([, key]) => key ?? [],
      );
      for (const key of keys)
        expectLossless(
          snapshot,
          before.findings.filter(({ remedy }) => remedy.kind === "change"),
          key,
        );

      const repaired = before.findings.filter(isRepaired);
      const commands = repaired.flatMap(({ remedy }) => remedy.commands);
      const after = auditOf(commands.reduce(applied, snapshot));
      const stay = new Set(after.findings.map(({ id }) => id));
      expect(
        repaired.filter(({ id }) => stay.has(id)).map(({ rule, message }) => `${rule}: ${message}`),
      ).toEqual([]);

      const known = new Set(before.findings.map(({ id }) => id));
      const worst = repaired.map(({ severity }) => severity).sort(compareSeverity)[0] ?? "critical";
      const added = after.findings.filter(
        ({ id, rule, severity }) =>
          !known.has(id) && !expected.has(rule) && compareSeverity(severity, worst) <= 0,
      );
      expect(added.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
