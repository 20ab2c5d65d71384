import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { exampleOf, withFacts } from "../../test/support/resolved-example.ts";
import { collect } from "../collect/collect.ts";
import { type ClusterFile, type ClusterSnapshot, clusterFiles, type NodeSnapshot } from "../model/cluster.ts";
import type { FactKind, Missing } from "../model/fact.ts";
import { defaultPolicy } from "../model/policy.ts";
import type { ResolvedGuest } from "../model/resolved.ts";
import type { DriveFailure } from "../model/rule.ts";
import { resolve } from "../resolve/resolve.ts";
import { ruleList } from "../rules/index.ts";

type Kind = "pass" | "fail" | "open" | "notApplicable";

/** What every rule says of every subject, passes included: `drive/discard-off 101 scsi0` → pass. */
function verdicts(snapshot: ClusterSnapshot): ReadonlyMap<string, Kind> {
  const cluster = resolve(snapshot);
  const found = new Map<string, Kind>();
  const put = (rule: string, subject: string, kind: Kind) => found.set(`${rule} ${subject}`, kind);
  const ofGuest = (guest: ResolvedGuest): void => {
    const failures: DriveFailure[] = [];
    const gaps: Missing[] = [];
    for (const drive of guest.drives) {
      for (const rule of ruleList) {
        if (rule.subject !== "drive") continue;
        const outcome = rule.check(drive, defaultPolicy, []);
        put(rule.id, `${guest.vmid} ${drive.key}`, outcome.kind);
        if (outcome.kind === "open") gaps.push(...outcome.missing);
        if (outcome.kind === "fail")
          failures.push({ rule: rule.id, drive: drive.key, severity: outcome.severity ?? rule.severity });
      }
    }
    for (const rule of ruleList)
      if (rule.subject === "guest")
        put(rule.id, String(guest.vmid), rule.check(guest, defaultPolicy, failures, gaps).kind);
  };
  for (const guest of cluster.guests) ofGuest(guest);
  for (const volume of cluster.volumes)
    for (const rule of ruleList)
      if (rule.subject === "volume") {
        const use = volume.uses[0];
        put(
          rule.id,
          `${use.guest.vmid} ${use.key} ${volume.volid}`,
          rule.check(volume, defaultPolicy, []).kind,
        );
      }
  return found;
}

type NodeFact = Exclude<keyof NodeSnapshot, "name">;

/** The facts of rules that a missing reading of a node, or file of the cluster, can take away. */
const factsOf: Readonly<Record<NodeFact, readonly FactKind[]>> = {
  packages: ["node-versions"],
  kernel: ["kernel"],
  mounts: ["file-system", "medium"],
  blockDevices: ["block-devices", "medium"],
  datasets: ["dataset-properties", "zvol-properties"],
  pools: ["vdevs", "medium", "pool-state", "pool-properties"],
  arc: ["arc"],
  memory: ["arc"],
  trimSchedules: ["trim-schedules"],
  logicalVolumes: ["lvm"],
  volumeGroups: ["lvm"],
  storageUsage: ["storage-usage"],
  backupDatastores: ["backup-datastores"],
  running: ["run-state"],
};
const factsOfFile: Readonly<Record<ClusterFile, readonly FactKind[]>> = {
  "storage.cfg": ["storage-cfg"],
  "replication.cfg": ["replication"],
  "ha/resources.cfg": ["ha"],
  "ha/groups.cfg": ["ha"],
  "ha/rules.cfg": ["ha"],
  "mapping/pci.cfg": ["mappings"],
  "mapping/usb.cfg": [],
  "mapping/directory.cfg": [],
  "datacenter.cfg": [],
  "corosync.conf": [],
};

function expectHonest(before: ClusterSnapshot, after: ClusterSnapshot, taken: readonly FactKind[]): void {
  const [old, now] = [verdicts(before), verdicts(after)];
  const changed = [...now].filter(([key, kind]) => old.get(key) !== kind);
  const needs = new Map(ruleList.map((rule) => [rule.id as string, rule.needs]));
  const ruleOf = (key: string): string => key.split(" ")[0] ?? "";
  // What did not apply may pass: whatever the fact says, there is nothing to find.
  const passes = changed
    .filter(([key, kind]) => kind === "pass" && old.get(key) !== "notApplicable")
    .map(([key]) => `${key} was ${old.get(key)}`);
  expect(passes, "a missing fact never makes a pass").toEqual([]);
  const strangers = changed.filter(([key]) => !needs.get(ruleOf(key))?.some((need) => taken.includes(need)));
  expect(
    strangers.map(([key, kind]) => `${key}: ${old.get(key)} → ${kind}`),
    "only rules that need it change",
  ).toEqual([]);
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
  packages: ["drive/discard-broken"],
  // the template's raw file on `local` may lie on a dataset
  mounts: ["drive/cache-doubles-arc", "drive/ssd-on-spinning-disk", "drive/writeback-not-earned"],
  blockDevices: ["drive/ssd-not-announced", "drive/ssd-on-spinning-disk"],
  datasets: ["volume/thick-zvol", "volume/volblocksize-misfit"],
  pools: ["volume/volblocksize-misfit"],
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
    "guest/ha-on-local-disk",
    "guest/lane-mismatch",
    "guest/replication-gap",
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
