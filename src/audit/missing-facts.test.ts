import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { exampleOf, withFacts } from "../../test/support/resolved-example.ts";
import { dishonest, factsOf, factsOfFile, type NodeFact, verdicts } from "../../test/support/verdicts.ts";
import { collect } from "../collect/collect.ts";
import { type ClusterFile, type ClusterSnapshot, clusterFiles } from "../model/cluster.ts";
import type { FactKind } from "../model/fact.ts";

function expectHonest(before: ClusterSnapshot, after: ClusterSnapshot, taken: readonly FactKind[]): void {
  expect(dishonest(verdicts(before), verdicts(after), taken)).toEqual([]);
}

/** Rules that became open, sorted. */
function opened(before: ClusterSnapshot, after: ClusterSnapshot): readonly string[] {
  const [old, now] = [verdicts(before), verdicts(after)];
  const keys = [...now]
    .filter(([key, kind]) => kind === "open" && old.get(key) !== "open")
    .map(([key]) => key);
  return [...new Set(keys.map((key) => key.split(" ")[0] ?? ""))].sort();
}

const without = (snapshot: ClusterSnapshot, fact: NodeFact): ClusterSnapshot => ({
  ...snapshot,
  nodes: snapshot.nodes.map((node) => {
    const { [fact]: _, ...rest } = node;
    return rest;
  }),
});
const failed = (snapshot: ClusterSnapshot, fact: NodeFact): ClusterSnapshot =>
  withFacts(snapshot, { [fact]: { failed: "exit code 1", source: "x" } });
const withoutFile = (snapshot: ClusterSnapshot, file: ClusterFile): ClusterSnapshot => ({
  ...snapshot,
  files: Object.fromEntries(Object.entries(snapshot.files).filter(([name]) => name !== file)),
});

/** Rules that the demo's guests give a reason to be open, by what is missing. */
const expectedOpen: Readonly<Record<string, readonly string[]>> = {
  packages: ["drive/discard-broken", "node/known-defect", "node/off-baseline", "node/versions-mixed"],
  kernel: ["node/versions-mixed"],
  // the template's raw file on `local` may lie on a dataset
  mounts: [
    "drive/cache-doubles-arc",
    "drive/ssd-on-spinning-disk",
    "drive/writeback-not-earned",
    "pool/recordsize-inert",
    "storage/backup-on-vm-pool",
    "storage/dir-on-zfs",
  ],
  blockDevices: [
    "drive/ssd-not-announced",
    "drive/ssd-on-spinning-disk",
    "pool/on-raid-controller",
    "pool/slog-without-plp",
    "pool/trim-never-runs",
  ],
  datasets: [
    "pool/compression-off",
    "pool/logbias-throughput",
    "pool/recordsize-inert",
    "pool/sync-not-standard",
    "pool/trim-never-runs",
    "pool/trim-twice",
    "volume/thick-zvol",
    "volume/volblocksize-misfit",
  ],
  pools: [
    "pool/ashift-wrong",
    "pool/nearly-full",
    "pool/on-raid-controller",
    "pool/raidz-for-guests",
    "pool/scrub-overdue",
    "pool/slog-without-plp",
    "pool/special-not-redundant",
    "pool/trim-never-runs",
    "pool/trim-twice",
    "pool/unhealthy",
    "volume/volblocksize-misfit",
  ],
  arc: ["node/arc-starved", "node/arc-uncapped"],
  trimSchedules: ["pool/trim-never-runs", "pool/trim-twice"],
  logicalVolumes: ["storage/lvm-autoactivation", "storage/thin-pool-full"],
  storageUsage: ["storage/nearly-full"],
  backupDatastores: ["pool/recordsize-inert", "storage/backup-on-vm-pool"],
  running: ["guest/agent-silent"],
  agents: ["guest/agent-silent"],
  "storage.cfg": [
    "drive/aio-known-hang",
    "drive/aio-native-blocks",
    "drive/aio-native-inherited",
    "drive/cache-doubles-arc",
    "drive/cache-in-client",
    "drive/cache-none-on-cow",
    "drive/cache-not-coherent",
    "drive/odirect-on-dataset-file",
    "drive/ssd-not-announced",
    "drive/ssd-on-spinning-disk",
    "drive/storage-unusable",
    "drive/writeback-not-earned",
    "guest/ha-beyond-replicas",
    "guest/ha-on-local-disk",
    "guest/lane-mismatch",
    "guest/replication-gap",
    "pool/compression-off",
    "pool/logbias-throughput",
    "pool/recordsize-inert",
    "pool/sync-not-standard",
    "volume/thick-zvol",
    "volume/volblocksize-misfit",
  ],
  "replication.cfg": ["guest/replication-failing"],
  "ha/resources.cfg": ["guest/ha-beyond-replicas", "guest/ha-on-local-disk", "guest/ha-with-passthrough"],
};

const volumes =
  "tank:vm-101-disk-0 rust:vm-101-disk-1 san:vm-101-disk-2 chain:vm-101-disk-3.qcow2 vg:vm-101-disk-4 thin:vm-101-disk-5 local:101/vm-101-disk-6.raw zdir:101/vm-101-disk-7.qcow2 bdir:101/vm-101-disk-8.raw bt:101/vm-101-disk-9.raw nas:101/vm-101-disk-10.qcow2 smb:101/vm-101-disk-11.raw ceph:vm-101-disk-12 krbd:vm-101-disk-13 lun:0.0.0.scsi-1 dlun:lun1 /dev/sdh /dev/sda /dev/zvol/tank/vm-9-disk-0 /srv/x.raw".split(
    " ",
  );
const withDrives = (options: string, rest: string): ClusterSnapshot =>
  exampleOf(`${volumes.map((volume, index) => `scsi${index}: ${volume}${options}`).join(" | ")} | ${rest}`);

const clusters: Readonly<Record<string, ClusterSnapshot>> = {
  "the demo": await collect(fileURLToPath(new URL("../../fixtures/three-node-homelab", import.meta.url)), {
    tool: { name: "l", version: "0" },
    now: "2026-11-22T10:00:00Z",
    stdin: () => Promise.reject(new Error("not asked for")),
  }),
  "every storage, right": withDrives(",discard=on,iothread=1,ssd=1", "hostpci0: mapping=shared-vf"),
  "every storage, defaults": withDrives("", "@ha started | @replicate pve2 | @affinity pve1,pve2"),
  "every storage, buffered": withDrives(
    ",cache=writeback,aio=io_uring",
    "hostpci0: mapping=gpu | tags: disposable",
  ),
  "every storage, unsafe": withDrives(
    ",cache=unsafe,aio=threads,format=raw",
    "@ha started | ostype: win11 | scsihw: lsi",
  ),
  "every storage, native": withDrives(
    ",aio=native,cache=directsync,snapshot=1",
    "tags: write-heavy;sequential | ostype: win10",
  ),
  "every storage, native and buffered": withDrives(
    ",aio=native,cache=writethrough",
    "hostpci0: mapping=everywhere | @ha started",
  ),
  "zvols that are replicated": exampleOf(
    "scsi0: tank:vm-101-disk-0 | scsi1: rust:vm-101-disk-1 | @replicate pve2 | @ha started | tags: lane-replicated",
  ),
  "shared with an ISO": exampleOf(
    "scsi0: san:vm-101-disk-0 | ide2: local:iso/x.iso,media=cdrom | @ha started | hostpci0: mapping=shared-vf | tags: lane-shared",
  ),
};

describe.each(Object.entries(clusters))("%s", (_, snapshot) => {
  const nodeFacts = Object.entries(factsOf) as [NodeFact, readonly FactKind[]][]; // its own keys
  it.each(nodeFacts)("without the nodes' %s", (fact, taken) => {
    expectHonest(snapshot, without(snapshot, fact), taken);
    expectHonest(snapshot, failed(snapshot, fact), taken);
    expect(verdicts(failed(snapshot, fact))).toEqual(verdicts(without(snapshot, fact)));
  });

  it.each(clusterFiles.map((file) => [file, factsOfFile[file]] as const))("without %s", (file, taken) => {
    expectHonest(snapshot, withoutFile(snapshot, file), taken);
  });

  it("without any fact of the nodes", () => {
    const bare = { ...snapshot, nodes: snapshot.nodes.map(({ name }) => ({ name })) };
    expectHonest(snapshot, bare, Object.values(factsOf).flat());
  });

  it("without the number of nodes", () => {
    expectHonest(snapshot, { ...snapshot, nodesComplete: false }, ["node-count"]);
  });
});

describe("rules of the demo that become open", () => {
  const demo = clusters["the demo"] ?? exampleOf("net0: virtio");
  it.each<[string, ClusterSnapshot]>([
    ...(Object.keys(factsOf) as NodeFact[]).map((fact): [string, ClusterSnapshot] => [
      fact,
      without(demo, fact),
    ]), // its own keys
    ...clusterFiles.map((file): [string, ClusterSnapshot] => [file, withoutFile(demo, file)]),
  ])("without %s", (what, snapshot) => {
    expect(opened(demo, snapshot)).toEqual(expectedOpen[what] ?? []);
  });
});
