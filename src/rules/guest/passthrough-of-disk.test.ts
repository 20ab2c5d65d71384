import { describe, expect, it } from "vitest";
import { readExample } from "../../../test/support/example.ts";
import { itHoldsItsPage, judge, judgeLine } from "../../../test/support/rule-page.ts";
import type { BlockDevice } from "../../model/cluster.ts";
import type { Outcome } from "../../model/outcome.ts";
import { passthroughOfDisk } from "./passthrough-of-disk.ts";

describe("guest/passthrough-of-disk", () => {
  itHoldsItsPage(passthroughOfDisk);

  it("says what the node does with the disk", () => {
    expect(judgeLine(passthroughOfDisk, "scsi1: /dev/sdb")).toMatchObject({
      message: "scsi1 is /dev/sdb, which the node itself uses: pool rust",
      evidence: [
        { fact: "scsi1", source: "101.conf:1" },
        { fact: "use of sdb", source: "pve1 lsblk", node: "pve1" },
      ],
    });
    expect(judgeLine(passthroughOfDisk, "scsi1: /dev/sda")).toMatchObject({
      message:
        "scsi1 is /dev/sda, which the node itself uses: mounted at /, lvm pve-root, lvm pve-data_tmeta, lvm pve-data_tdata",
    });
  });

  it("names what is not known", () => {
    expect(judgeLine(passthroughOfDisk, "scsi1: /dev/sdb | @no-facts")).toMatchObject({
      message: expect.stringContaining("not known: what the node itself keeps on it"),
    });
    expect(judgeLine(passthroughOfDisk, "scsi1: /dev/disk/by-id/wwn-0x5000c500a1b2c3d4")).toMatchObject({
      message: expect.stringContaining("not known: which disk of the node it is"),
    });
  });

  /** The verdict when pve1 has exactly this disk. */
  function withDisk(device: Partial<BlockDevice>, path = "/dev/sdz"): Outcome {
    const { snapshot, drive } = readExample(`pass  scsi1: ${path}`);
    const disk: BlockDevice = {
      name: "sdz",
      path: "/dev/sdz",
      type: "disk",
      mountpoints: [],
      children: [],
      ...device,
    };
    const nodes = snapshot.nodes.map((node) => ({
      ...node,
      blockDevices: { value: [disk], source: `${node.name} lsblk` },
    }));
    return judge(passthroughOfDisk, { ...snapshot, nodes }, drive);
  }

  it("does not take a pool inside a guest for one of the node", () => {
    expect(withDisk({ fstype: "zfs_member", label: "guestpool" })).toMatchObject({
      severity: "warning",
      message: expect.stringContaining("not known: whether the node imports pool guestpool"),
    });
  });

  it("sees arrays, swap and inactive volume groups", () => {
    const child = (type: string): BlockDevice => ({ name: "x", type, mountpoints: [], children: [] });
    expect(withDisk({ children: [child("raid1")] })).toMatchObject({ severity: "critical" });
    expect(withDisk({ children: [child("mpath")] })).toMatchObject({ severity: "warning" });
    expect(withDisk({ mountpoints: ["[SWAP]"] })).toMatchObject({ severity: "critical" });
    expect(withDisk({ fstype: "ceph_bluestore" })).toMatchObject({
      message: expect.stringContaining("not known: whether the node uses its ceph_bluestore"),
    });
    expect(withDisk({ fstype: "LVM2_member" })).toMatchObject({
      severity: "warning",
      message: expect.stringContaining("whether its volume group has volumes"),
    });
  });

  it("finds a partition by the id of its disk", () => {
    const part: BlockDevice = { name: "sdz1", type: "part", mountpoints: ["/srv"], children: [] };
    const disk = { serial: "WD-1234", children: [part] };
    expect(withDisk(disk, "/dev/disk/by-id/ata-WDC_WD-1234-part1")).toMatchObject({ severity: "critical" });
    expect(withDisk(disk, "/dev/disk/by-id/ata-WDC_WD-1234-part2")).toMatchObject({ severity: "note" });
  });
});
