import { describe, expect, it } from "vitest";
import { fakeNode } from "./support/fake-node.ts";
import { runCli } from "./support/run-cli.ts";
import { useTemporaryFolder } from "./support/temporary-folder.ts";

const folder = useTemporaryFolder();

describe("on a node", () => {
  it("audits the node where no source is given, and the whole cluster's configs with it", async () => {
    const { out, code } = await runCli(["audit", "--format", "json"], { machine: fakeNode(folder, "pve1") });
    const report = JSON.parse(out);
    expect(report.sources).toMatchObject([{ kind: "node", name: "node" }]);
    expect(report.cluster.nodes).toHaveLength(3);
    expect(report.guests.length).toBeGreaterThan(5);
    expect(code).toBe(1);
  });

  it("gives hints that need no source", async () => {
    const { out } = await runCli(["audit"], { machine: fakeNode(folder, "pve1") });
    expect(out).toMatch(/lanekeeper show \d+(?:\n| )/);
    expect(out).not.toContain("--from node");
  });

  it("names what an ordinary user may not read", async () => {
    const machine = fakeNode(folder, "pve1", { zpool: "exit 1", lvs: "exit 5", qm: "exit 2" });
    const { out } = await runCli(["audit", "--format", "json"], { machine });
    expect(JSON.parse(out).unreadableFiles).toContainEqual({
      path: "facts/pve1/zpool-status.txt",
      reason: "exit code 1",
    });
  });

  it("elsewhere --from node is refused in one line", async () => {
    const { err, code } = await runCli(["audit", "--from", "node"]);
    expect(code).toBe(2);
    expect(err).toMatch(/^lanekeeper: this machine is no Proxmox VE node/);
  });
});
