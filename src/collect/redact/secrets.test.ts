import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  corosync,
  guestConfig,
  mapping,
  type Plant,
  sections,
  storageCfg,
} from "../../../test/support/planted-secrets.ts";
import { audit } from "../../audit/audit.ts";
import type { BackupJob } from "../../model/backup-job.ts";
import type { ClusterSnapshot } from "../../model/cluster.ts";
import type { GuestInside } from "../../model/guest-inside.ts";
import { resolve } from "../../resolve/resolve.ts";
import { checkSnapshot } from "../snapshot-schema.ts";
import { redact } from "./redact.ts";

const read = <T>(value: T, s: Plant): { value: T; source: string } => ({
  value,
  source: `facts/${s()}/${s()}.txt`,
});

const property = (value: string, source = "local") => ({ value, source });

const insideWith = (s: Plant): GuestInside => ({
  fileSystems: {
    value: [{ mountpoint: `/${s()}`, type: s(), disks: [{ device: `/dev/${s()}`, serial: s() }] }],
  },
  withoutBarriers: { value: [{ target: `/srv/${s()}`, option: s() }] },
  trimTimer: { failed: `no: ${s()}` },
});

const jobWith = (s: Plant): BackupJob => ({
  id: s(),
  enabled: true,
  schedule: s(),
  storage: s(),
  node: s(),
  guests: { kind: "pool", pool: s() },
  fleecing: { enabled: true, storage: s() },
});

function snapshotWith(s: Plant): ClusterSnapshot {
  const serial = s();
  const disk = {
    name: "sda",
    path: `/dev/${s()}`,
    type: "disk",
    model: "SSD A",
    serial,
    label: s(),
    fstype: "zfs_member",
    mountpoints: [`/${s()}`],
  };
  const children = [{ name: `${s()}-${s()}`, type: "lvm", mountpoints: [], children: [] }];
  const properties = {
    mountpoint: property(`/${s()}/x`),
    compression: property(`${s()} ${s()}`, `inherited from ${s()}/${s()}`),
    origin: property(`${s()}/a@${s()}`),
    keylocation: property(`file:///root/${s()}`),
    sharenfs: property(s(), s()),
    [`org.acme:${s()}`]: property(s()),
  };
  const mount = {
    target: `/mnt/${s()}`,
    source: `${s()}:/${s()}`,
    fstype: "nfs4",
    options: `rw,addr=${s()},${s()}`,
  };
  const vdev = { role: "data" as const, kind: "mirror", devices: [`/dev/disk/by-id/ata-${serial}`, s()] };
  const pool = {
    name: s(),
    state: "ONLINE",
    vdevs: [vdev],
    status: `The pool ${s()} is unwell.`,
    lastScrub: s(),
    properties: { comment: s(), autotrim: "off", bootfs: s(), health: `${s()} x`, [s()]: s() },
  };
  const fact = {
    name: s(),
    mounts: read([mount], s),
    blockDevices: read([{ ...disk, children }], s),
    datasets: read([{ name: `${s()}/${s()}`, properties }], s),
    pools: read([pool], s),
    trimSchedules: read(
      [{ kind: "cron" as const, pool: s(), debianJob: false, source: `/etc/cron.d/${s()} + ${s()}` }],
      s,
    ),
    logicalVolumes: read([{ volumeGroup: s(), name: `vm-1-${s()}`, segtype: s() }], s),
    volumeGroups: read([{ name: s(), uuid: s(), physicalVolumes: [`/dev/mapper/${s()}`, s()] }], s),
    storageUsage: read([{ storage: s(), active: true, total: 1, used: 1 }], s),
    backupDatastores: read([{ name: s(), path: `/mnt/${s()}` }], s),
    insides: read({ [s()]: {}, "101": insideWith(s) }, s),
    running: read({ [s()]: true, "101": false }, s),
    arc: { failed: s(), source: s() },
    kernel: read(`6.8.12-${s()}`, s),
    packages: { failed: `no: ${s()}`, source: s() },
  };
  return {
    schema: "lanekeeper/snapshot/1",
    takenAt: "2026-11-22T10:00:00.000Z",
    tool: { name: "lanekeeper", version: "0" },
    sources: [{ kind: "directory", name: `/home/${s()}/x` }],
    folder: s(),
    nodesComplete: true,
    nodes: [fact],
    guests: [{ vmid: 101, node: s(), config: guestConfig(s), path: `nodes/${s()}/qemu-server/101.conf` }],
    containers: [{ vmid: 102, node: s() }],
    files: {
      "storage.cfg": storageCfg(s),
      "datacenter.cfg": `email_from: ${s()}\n`,
      "replication.cfg": sections(s),
      "corosync.conf": corosync(s),
      "ha/resources.cfg": sections(s),
      "ha/groups.cfg": sections(s),
      "ha/rules.cfg": sections(s),
      "mapping/pci.cfg": mapping(s),
      "mapping/usb.cfg": mapping(s),
      "mapping/directory.cfg": mapping(s),
    },
    backupJobs: read([jobWith(s), { ...jobWith(s), guests: { kind: "all" as const, but: [101] } }], s),
    contradictions: [`the node of guest 101 (${s()}, ${s()}) differs`],
    unreadable: [{ path: `nodes/${s()}/qemu-server/${s()}.conf`, reason: `is not JSON: ${s()}` }],
  };
}

/** Secrets by their beginning, so that one that was cut short is found as well. */
const shapes = [
  (n: number) => `xq${n}zzsecret`,
  (n: number) => `Xq${n}Zz-Secret.host`,
  (n: number) => `xq${n}zz_a--b`,
  (n: number) => `10.${n}.77.xq${n}zz`,
  (n: number) => `xq${n}zz=1`,
  (n: number) => `xq${n}zz,cache=none`,
  (n: number) => `xq${n}zz/../b`,
  (n: number) => `xq${n}zz:y`,
  (n: number) => `xq${n}zz ü`,
] as const;

describe("redact", () => {
  it("lets nothing through that somebody wrote", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.infiniteStream(fc.nat(shapes.length - 1)),
        (start, picks) => {
          let count = start;
          const plant: Plant = () => shapes[picks.next().value ?? 0]?.(++count) ?? "";
          const text = JSON.stringify(redact(snapshotWith(plant)));
          expect([...text.matchAll(/.{40}xq\d+.{10}/gis)].map(([found]) => found)).toEqual([]);
          expect(text).not.toMatch(/BC:24:11|6b5b3c6e|10\.99\.|iqn\.2020/i);
          expect(text).not.toContain("ü");
        },
      ),
      { numRuns: 200 },
    );
  });

  it("keeps lines, and what it makes can be read and redacted again", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(shapes.length - 1)), (picks) => {
        let count = 0;
        const snapshot = snapshotWith(() => shapes[picks.next().value ?? 0]?.(++count) ?? "");
        const once = redact(snapshot);
        expect(checkSnapshot(JSON.parse(JSON.stringify(once)))).toEqual(once);
        const lines = (text: string | null | undefined): number => (text ?? "").split("\n").length;
        expect(lines(once.guests[0]?.config)).toBe(lines(snapshot.guests[0]?.config));
        for (const [name, text] of Object.entries(snapshot.files)) {
          expect(lines(new Map(Object.entries(once.files)).get(name)), name).toBe(lines(text));
        }
        const rules = (of: ClusterSnapshot): readonly string[] => {
          const report = audit(resolve(of), { tool: of.tool, generatedAt: of.takenAt, sources: [] });
          return report.findings
            .map(({ rule, severity, subject }) => `${rule} ${severity} ${subject.drive ?? ""}`)
            .sort();
        };
        expect(rules(once)).toEqual(rules(snapshot));
        expect(rules(redact(once))).toEqual(rules(once));
      }),
      { numRuns: 60 },
    );
  });
});
