import { cpSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { demoCluster, fakeNode, runFactsScript, undated } from "../../test/support/fake-node.ts";
import { useTemporaryFolder } from "../../test/support/temporary-folder.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { collect } from "./collect.ts";
import { mergeSnapshots } from "./merge-snapshots.ts";

const folder = useTemporaryFolder();

const read = (...sources: readonly string[]): Promise<ClusterSnapshot> =>
  collect(sources, {
    tool: { name: "lanekeeper", version: "0" },
    now: "2026-11-22T10:00:00.000Z",
    stdin: async () => new Uint8Array(),
  });

const factsOf = (node: string): string => folder.put(`${node}.txt`, runFactsScript(folder, node));

function copy(change: (path: string) => void): string {
  cpSync(demoCluster, folder.at("copy"), { recursive: true });
  change(folder.at("copy"));
  return folder.at("copy");
}

describe("several sources", () => {
  it("keep the backup jobs that were read, the later ones first", async () => {
    const plain = await read(demoCluster);
    const jobs = (id: string) => ({
      ...plain,
      backupJobs: {
        value: [{ id, enabled: true, guests: { kind: "all", but: [] } }],
        source: "/cluster/backup",
      } as const,
    });
    const failed = { ...plain, backupJobs: { failed: "HTTP 403", source: "/cluster/backup" } };
    const of = (...snapshots: readonly ClusterSnapshot[]) => mergeSnapshots(snapshots).backupJobs;
    expect(of(jobs("a"), plain)).toEqual(jobs("a").backupJobs);
    expect(of(jobs("a"), failed)).toEqual(jobs("a").backupJobs);
    expect(of(jobs("a"), jobs("b"))).toEqual(jobs("b").backupJobs);
    expect(of(plain, failed)).toEqual(failed.backupJobs);
    expect(of(plain, plain)).toBeUndefined();
  });

  it("make the cluster that the folder with all facts is", async () => {
    const whole = await read(demoCluster);
    const merged = await read(factsOf("pve1"), factsOf("pve2"), factsOf("pve3"));
    expect(undated(merged.nodes)).toEqual(whole.nodes);
    expect(merged.guests).toEqual(whole.guests);
    expect(merged.contradictions).toBeUndefined();
    expect(merged.sources.map(({ kind }) => kind)).toEqual(["facts", "facts", "facts"]);
    expect(merged.sources[0]?.takenAt).toMatch(/^2\d{3}-/);
  });

  it("may be one file after the other in one file", async () => {
    const both = Buffer.concat(["pve1", "pve2"].map((node) => readFileSync(factsOf(node))));
    const merged = await read(folder.put("all.txt", both));
    expect(merged.nodes.map(({ name, arc }) => [name, arc !== undefined])).toEqual([
      ["pve1", true],
      ["pve2", true],
      ["pve3", false],
    ]);
  });

  it("complete a copy of /etc/pve, and its masked passwords are no contradiction", async () => {
    const path = copy(() =>
      folder.put("copy/nodes/pve1/qemu-server/900.conf", "name: a\ncipassword: $5$x\n"),
    );
    const masked = folder.put("pve1.txt", runFactsScript(folder, "pve1", {}, path));
    const merged = await read(path, masked);
    expect(merged.contradictions).toBeUndefined();
    expect(merged.guests.find(({ vmid }) => vmid === 900)?.config).toContain("$5$x");
  });

  it("say where they differ, and the later one counts", async () => {
    const other = copy(() => {
      folder.put("copy/storage.cfg", "dir: local\n\tpath /var/lib/vz\n");
      folder.put("copy/nodes/pve1/qemu-server/201.conf", "name: changed\n");
      folder.put("copy/nodes/pve1/qemu-server/900.conf", "name: new\n");
      folder.put("copy/facts/pve1/uname.txt", "6.8.12-9-pve\n");
    });
    const merged = await read(demoCluster, other);
    expect(merged.files["storage.cfg"]).toContain("path /var/lib/vz");
    expect(merged.guests.find(({ vmid }) => vmid === 201)?.config).toBe("name: changed\n");
    expect(merged.nodes.find(({ name }) => name === "pve1")?.kernel).toMatchObject({ value: "6.8.12-9-pve" });
    const between = `differs between ${demoCluster} and ${other}; the later reading counts`;
    expect(merged.contradictions).toEqual([
      `the config of guest 201 ${between}`,
      `whether there is a guest 900 ${between}`,
      `storage.cfg ${between}`,
      `the kernel of pve1 ${between}`,
    ]);
  });

  it("count by when they were read, not by their place on the command line", async () => {
    const now = factsOf("pve1");
    const path = copy(() => folder.put("copy/nodes/pve1/qemu-server/201.conf", "name: old\n"));
    const facts = runFactsScript(folder, "pve1", {}, path).toString();
    const old = folder.put("old.txt", facts.replace(/ 2\d{3}-\S+Z$/m, " 2025-01-01T00:00:00Z"));
    for (const order of [
      [now, old],
      [old, now],
    ]) {
      const merged = await read(...order);
      expect(merged.guests.find(({ vmid }) => vmid === 201)?.config).not.toBe("name: old\n");
      expect(merged.contradictions).toEqual([
        `the config of guest 201 differs between ${old} and ${now}; the later reading counts`,
      ]);
    }
  });

  it("take what is asked now for the latest, wherever it stands", async () => {
    const path = copy(() => folder.put("copy/nodes/pve1/qemu-server/201.conf", "name: old\n"));
    const merged = await collect(["node", path], {
      tool: { name: "lanekeeper", version: "0" },
      now: "2026-11-22T10:00:00.000Z",
      stdin: async () => new Uint8Array(),
      machine: fakeNode(folder, "pve1"),
    });
    expect(merged.guests.find(({ vmid }) => vmid === 201)?.config).not.toBe("name: old\n");
  });

  it("keep a fact that the later one could not read", async () => {
    const other = copy((path) => folder.put("copy/facts/pve1/uname.txt", `${path} is no release`));
    const merged = await read(demoCluster, other);
    expect(merged.nodes.find(({ name }) => name === "pve1")?.kernel).toMatchObject({ value: "7.0.14-2-pve" });
    expect(merged.contradictions).toBeUndefined();
  });

  it("name a guest that moved in between", async () => {
    const other = folder.at("moved");
    cpSync(demoCluster, other, { recursive: true, filter: (path) => !path.endsWith("/201.conf") });
    cpSync(`${demoCluster}/nodes/pve1/qemu-server/201.conf`, `${other}/nodes/pve2/qemu-server/201.conf`);
    const merged = await read(demoCluster, other);
    expect(merged.guests.find(({ vmid }) => vmid === 201)?.node).toBe("pve2");
    expect(merged.contradictions).toEqual([
      expect.stringMatching(/^the node of guest 201 \(pve1, pve2\) differs/),
    ]);
  });

  it.each<readonly [string, (path: string) => void, RegExp]>([
    [
      "another cluster_name",
      () => folder.put("copy/corosync.conf", "totem {\n  cluster_name: other\n}\n"),
      /is of cluster homelab, .*copy of cluster other$/,
    ],
    [
      "another node",
      () => folder.put("copy/nodes/pve9/qemu-server/900.conf", "name: a\n"),
      /node pve9 is not in both/,
    ],
  ])("of different clusters are refused: %s", async (_, change, message) => {
    const path = copy(change);
    await expect(read(demoCluster, path)).rejects.toMatchObject({
      code: "different-clusters",
      message: expect.stringMatching(message),
    });
  });

  it("cannot take standard input twice", async () => {
    await expect(read("-", "-")).rejects.toMatchObject({ code: "two-sources" });
  });
});
