import { describe, expect, it } from "vitest";
import { exampleOf } from "../../test/support/resolved-example.ts";
import { type AssumptionVerdict, assumptions } from "../model/assumptions.ts";
import { defaultPolicy } from "../model/policy.ts";
import { resolve } from "../resolve/resolve.ts";
import { offBaseline } from "../rules/node/off-baseline.ts";
import { judgedAssumptions } from "./assumptions.ts";

const drive = "scsi0: tank:vm-101-disk-0";

function verdictOf(id: string, line: string): AssumptionVerdict | undefined {
  return judgedAssumptions(resolve(exampleOf(line))).find((assumption) => assumption.id === id)?.verdict;
}

describe("an assumption", () => {
  it("has no verdict without a cluster, nor when it is refuted", () => {
    expect(judgedAssumptions()).toEqual(assumptions);
    for (const { refuted, verdict } of judgedAssumptions(resolve(exampleOf(drive))))
      expect(verdict === undefined).toBe(refuted !== undefined);
  });

  it("holds at the versions it was read at, is doubted at others, and open where one was not read", () => {
    expect(verdictOf("aio-default", drive)).toEqual({ kind: "holds" });
    expect(verdictOf("aio-default", "@versions pve-manager=10.0.1")).toMatchObject({
      kind: "doubted",
      because: expect.arrayContaining(["Proxmox VE 10 (read at 9.2.4) on pve1"]),
    });
    expect(verdictOf("direct-io", "@versions pve-manager=10.0.1")).toEqual({ kind: "holds" });
    expect(verdictOf("direct-io", "@on pve3 pkg zfsutils-linux=2.5.0-pve1")).toEqual({
      kind: "doubted",
      because: ["OpenZFS 2.5 (read at 2.4.3) on pve3"],
    });
    expect(verdictOf("aio-default", "@on pve3 unread packages")?.kind).toBe("open");
    expect(verdictOf("aio-default", "@versions pve-manager=8.4.1 | @on pve3 unread packages")?.kind).toBe(
      "doubted",
    );
  });

  it("is open where no node says anything", () => {
    const snapshot = { ...exampleOf(drive), nodes: [] };
    const kinds = judgedAssumptions(resolve(snapshot)).map(({ event, verdict }) => [event, verdict?.kind]);
    expect(kinds).toContainEqual(["pve-major", "open"]);
    expect(kinds).not.toContainEqual(["pve-major", "holds"]);
    expect(kinds).not.toContainEqual(["openzfs-major", "holds"]);
  });

  it.each([
    "@versions zfsutils-linux=2.2.7-pve2",
    "@versions pve-manager=10.0.1",
    "@versions qemu-server=9.3.1",
    drive,
  ])("is doubted by versions exactly where node/off-baseline says so: %s", (line) => {
    const cluster = resolve(exampleOf(line));
    const [node] = cluster.nodes;
    const outcome = node && offBaseline.check(node, defaultPolicy, []);
    const [, count = "0"] = /look again at (\d+)/.exec(outcome?.kind === "fail" ? outcome.message : "") ?? [];
    const doubted = judgedAssumptions(cluster).filter(
      ({ event, verdict }) => event.endsWith("-major") && verdict?.kind === "doubted",
    );
    expect(doubted).toHaveLength(Number(count));
  });
});

describe("what a cluster shows", () => {
  it("contradicts thick LVM with chains by its other shared storages", () => {
    const verdict = verdictOf("chain-is-thick-lvm", drive);
    expect(verdict).toMatchObject({ kind: "contradicted" });
    expect(JSON.stringify(verdict)).toContain("storage ceph is rbd");
    expect(JSON.stringify(verdict)).toContain("storage san is lvm without volume chains");
    expect(JSON.stringify(verdict)).not.toContain("storage chain");
  });

  it("doubts writeback where a pinned Windows guest is on ZFS", () => {
    const windows = `${drive} | ostype: win11`;
    expect(verdictOf("writeback-off-zfs", windows)).toEqual({ kind: "holds" });
    expect(verdictOf("writeback-off-zfs", `${windows} | hostpci0: 01:00`)).toEqual({
      kind: "doubted",
      because: ["101 scsi0 is on ZFS"],
    });
  });

  it("doubts sync and logbias where a pool has a log device", () => {
    expect(verdictOf("slog-and-sync", drive)).toEqual({ kind: "holds" });
    const because = ["pool tank of pve1 has a log device"];
    expect(verdictOf("slog-and-sync", "@on pve1 vdev tank log disk nvme9n1")).toEqual({
      kind: "doubted",
      because,
    });
  });

  it("contradicts an ashift of 12 by a data vdev of another", () => {
    const because = ["ashift 9 in pool tank of pve1"];
    const verdict = verdictOf("ashift-12", "@on pve1 vdev tank data mirror sdx,sdy ashift=9");
    expect(verdict).toEqual({ kind: "contradicted", because });
  });

  it("is open where the vdevs were not read", () => {
    expect(verdictOf("slog-and-sync", "@unread pools")?.kind).toBe("open");
    expect(verdictOf("ashift-12", "@unread pools")?.kind).toBe("open");
  });
});
