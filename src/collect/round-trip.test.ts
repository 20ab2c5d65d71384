import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BlockDevice, type ClusterSnapshot, clusterFiles, type NodeSnapshot } from "../model/cluster.ts";
import { collect } from "./collect.ts";
import type { CollectContext } from "./collect-context.ts";
import { checkSnapshot } from "./snapshot-schema.ts";

const demo = fileURLToPath(new URL("../../fixtures/three-node-homelab", import.meta.url));

const context = (stdin: Uint8Array = new Uint8Array()): CollectContext => ({
  tool: { name: "lanekeeper", version: "0" },
  now: "2026-11-22T10:00:00.000Z",
  stdin: async () => stdin,
});

describe("collect", () => {
  it("reads back what it wrote: as a file, packed, and from standard input", async () => {
    const snapshot = await collect(demo, context());
    expect(snapshot.guests.length).toBeGreaterThan(5);
    const text = Buffer.from(`${JSON.stringify(snapshot, null, 1)}\n`);
    const folder = mkdtempSync(join(tmpdir(), "lanekeeper-"));
    try {
      for (const [name, bytes] of [
        ["b.json", text],
        ["b.json.gz", gzipSync(text)],
      ] as const) {
        writeFileSync(join(folder, name), bytes);
        expect(await collect(join(folder, name), context())).toStrictEqual(snapshot);
        expect(await collect("-", context(bytes))).toStrictEqual(snapshot);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const text = fc.string({ unit: "binary", maxLength: 12 });
// zod leaves __proto__ out of records; no parser of ours makes such a key
const key = text.filter((name) => name !== "__proto__");
const reading = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(fc.record({ value, source: text }), fc.record({ failed: text, source: text }));

const { device } = fc.letrec<{ device: BlockDevice }>((tie) => ({
  device: fc.record(
    {
      name: text,
      type: text,
      mountpoints: fc.array(text, { maxLength: 2 }),
      children: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie("device"), { maxLength: 2 })),
      path: text,
      rotational: fc.boolean(),
      size: fc.maxSafeNat(),
      model: text,
      serial: text,
      transport: text,
      fstype: text,
      label: text,
    },
    { requiredKeys: ["name", "type", "mountpoints", "children"] },
  ),
}));

const number = fc.maxSafeNat();
const vdev = fc.record(
  {
    role: fc.constantFrom("data", "log", "cache", "special", "dedup", "spare"),
    kind: text,
    devices: fc.array(text),
    ashift: number,
  },
  { requiredKeys: ["role", "kind", "devices"] },
);
const pool = fc.record(
  {
    name: text,
    state: text,
    vdevs: fc.array(vdev, { maxLength: 2 }),
    status: text,
    dataErrors: fc.boolean(),
    lastScrub: fc.option(text, { nil: null }),
    capacity: number,
    size: number,
    properties: fc.dictionary(key, text, { maxKeys: 3, noNullPrototype: true }),
  },
  { requiredKeys: ["name", "state", "vdevs"] },
);
const arc = fc.record(
  { size: number, cMax: number, arcMax: number, demandHits: number, demandMisses: number },
  { requiredKeys: ["size", "cMax", "demandHits", "demandMisses"] },
);
const schedule = fc.record({
  kind: fc.constantFrom("timer", "cron"),
  pool: fc.option(text, { nil: null }),
  debianJob: fc.boolean(),
  source: text,
});
const volume = fc.record(
  {
    volumeGroup: text,
    name: text,
    segtype: text,
    size: number,
    dataPercent: number,
    metadataPercent: number,
    autoactivation: fc.boolean(),
  },
  { requiredKeys: ["volumeGroup", "name", "segtype"] },
);
const few = <T>(row: fc.Arbitrary<T>) => reading(fc.array(row, { maxLength: 2 }));
const properties = fc.dictionary(key, fc.record({ value: text, source: text }), {
  maxKeys: 3,
  noNullPrototype: true,
});

const node: fc.Arbitrary<NodeSnapshot> = fc.record(
  {
    name: text,
    packages: reading(fc.dictionary(key, text, { maxKeys: 3, noNullPrototype: true })),
    kernel: reading(text),
    mounts: reading(
      fc.array(fc.record({ target: text, source: text, fstype: text, options: text }), { maxLength: 2 }),
    ),
    blockDevices: reading(fc.array(device, { maxLength: 2 })),
    datasets: reading(fc.array(fc.record({ name: text, properties }), { maxLength: 2 })),
    pools: few(pool),
    arc: reading(arc),
    memory: reading(number),
    trimSchedules: few(schedule),
    logicalVolumes: few(volume),
    volumeGroups: few(fc.record({ name: text, uuid: text, physicalVolumes: fc.array(text) })),
    storageUsage: few(fc.record({ storage: text, active: fc.boolean(), total: number, used: number })),
    backupDatastores: few(fc.record({ name: text, path: text })),
    running: reading(fc.dictionary(key, fc.boolean(), { maxKeys: 3, noNullPrototype: true })),
  },
  { requiredKeys: ["name"] },
);

const vmid = fc.integer({ min: 100, max: 999_999_999 });
const place = fc.option(text, { nil: null });

const snapshot: fc.Arbitrary<ClusterSnapshot> = fc.record(
  {
    schema: fc.constant("lanekeeper/snapshot/1" as const),
    takenAt: text,
    tool: fc.record({ name: text, version: text }),
    sources: fc.array(
      fc.record(
        { kind: fc.constantFrom("directory", "bundle", "facts"), name: text, takenAt: text },
        { requiredKeys: ["kind", "name"] },
      ),
      { maxLength: 2 },
    ),
    contradictions: fc.array(text, { maxLength: 2 }),
    folder: text,
    nodesComplete: fc.boolean(),
    nodes: fc.array(node, { maxLength: 3 }),
    guests: fc.array(fc.record({ vmid, node: place, config: text, path: text }), { maxLength: 3 }),
    containers: fc.array(fc.record({ vmid, node: place }), { maxLength: 2 }),
    files: fc.record(Object.fromEntries(clusterFiles.map((name) => [name, place])), { requiredKeys: [] }),
    unreadable: fc.array(
      fc.record({ path: text, reason: text, line: fc.nat() }, { requiredKeys: ["path", "reason"] }),
      { maxLength: 2 },
    ),
  },
  {
    requiredKeys: [
      "schema",
      "takenAt",
      "tool",
      "sources",
      "nodesComplete",
      "nodes",
      "guests",
      "containers",
      "files",
      "unreadable",
    ],
  },
);

describe("the schema of a bundle", () => {
  it("accepts every snapshot and changes nothing in it", () => {
    fc.assert(
      fc.property(snapshot, (made) => {
        const written: unknown = JSON.parse(JSON.stringify(made));
        expect(checkSnapshot(written)).toEqual(written);
      }),
      { numRuns: 300 },
    );
  });
});
