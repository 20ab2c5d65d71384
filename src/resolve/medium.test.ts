import { describe, expect, it } from "vitest";
import { drive101, exampleOf, withFacts, withText } from "../../test/support/resolved-example.ts";
import type { BlockDevice, ClusterSnapshot, Vdev } from "../model/cluster.ts";
import { defaultPolicy } from "../model/policy.ts";
import type { ResolvedDrive } from "../model/resolved.ts";

/** `ssd`, or `declare: <fact>`, `shell: <fact>`: what is missing and who could supply it. */
function shown({ medium }: Pick<ResolvedDrive, "medium">): string {
  if (medium.known) return medium.value;
  const [{ access, fact }] = medium.missing;
  return `${access}: ${fact}`;
}
const of = (line: string): string => shown(drive101(exampleOf(`scsi0: ${line}`)));

describe("the medium of each kind of storage", () => {
  it.each([
    ["tank:vm-101-disk-0", "ssd"],
    ["rust:vm-101-disk-0", "hdd"],
    ["/dev/zvol/rust/vm-101-disk-0", "hdd"],
    ["zdir:101/x.raw", "ssd"],
    ["/tank/dir/x.raw", "ssd"],
    ["zdir:101/x.raw | @mount /tank/dir rust/dir zfs", "hdd"],
    ["local:101/x.raw", "ssd"],
    ["bdir:101/x.raw", "ssd"],
    ["bt:101/x.raw", "hdd"],
    ["btnc:101/x.raw", "ssd"],
    ["thin:vm-101-disk-0", "ssd"],
    ["vg:vm-101-disk-0", "ssd"],
    ["/dev/sdb", "hdd"],
    ["/dev/disk/by-id/ata-X_FREE1", "ssd"],
    ["/dev/mapper/pve-root", "ssd"],
    ["san:vm-101-disk-0", "declare: medium of storage san"],
    ["chain:vm-101-disk-0.qcow2", "declare: medium of storage chain"],
    ["gfs:101/x.raw", "declare: medium of storage gfs"],
    ["nas:101/x.raw", "declare: medium of storage nas"],
    ["smb:101/x.raw", "declare: medium of storage smb"],
    ["lun:0.0.0.scsi-36001405", "declare: medium of storage lun"],
    ["dlun:lun1", "declare: medium of storage dlun"],
    ["ceph:vm-101-disk-0", "api: medium of storage ceph"],
    ["krbd:vm-101-disk-0", "api: medium of storage krbd"],
    ["gone:vm-101-disk-0", "declare: medium of storage gone"],
    ["/dev/sdz", "declare: medium of /dev/sdz"],
  ])("%s: %s", (line, expected) => expect(of(line)).toBe(expected));

  it.each([
    ["tank:vm-101-disk-0 | @no-fact blockDevices", "shell: medium of storage tank (pool tank)"],
    ["thin:vm-101-disk-0 | @no-fact blockDevices", "shell: medium of storage thin"],
    ["thin:vm-101-disk-0 | @bare", "shell: medium of storage thin"],
    ["san:vm-101-disk-0 | @bare", "declare: medium of storage san"],
    ["san:vm-101-disk-0 | @no-fact blockDevices", "declare: medium of storage san"],
    ["local:101/x.raw | @no-fact mounts", "shell: file system under /var/lib/vz"],
    ["bt:101/x.raw | @no-fact mounts", "shell: file system under /bt"],
    ["tank:vm-101-disk-0 | @no-fact pools", "ssd"],
  ])("without a fact, %s: %s", (line, expected) => expect(of(line)).toBe(expected));

  it("is what was declared, before any evidence", () => {
    const policy = {
      ...defaultPolicy,
      storages: { tank: { medium: "hdd" }, ceph: { medium: "ssd" } },
    } as const;
    const declared = (line: string) => shown(drive101(exampleOf(`scsi0: ${line}`), undefined, policy));
    expect([declared("tank:vm-101-disk-0"), declared("ceph:vm-101-disk-0"), declared("rust:x")]).toEqual([
      "hdd",
      "ssd",
      "hdd",
    ]);
  });
});

const disk = (name: string, rotational: boolean, rest: Partial<BlockDevice> = {}): BlockDevice => ({
  name,
  type: "disk",
  rotational,
  mountpoints: [],
  children: [],
  ...rest,
});
const data = (...devices: readonly string[]): Vdev => ({ role: "data", kind: "mirror", devices });

describe("a pool's medium", () => {
  const member = { fstype: "zfs_member", label: "tank" };
  const snapshot = (
    vdevs: readonly Vdev[] | undefined,
    blockDevices: readonly BlockDevice[],
  ): ClusterSnapshot =>
    withFacts(exampleOf(`scsi0: tank:vm-101-disk-0${vdevs === undefined ? " | @no-fact pools" : ""}`), {
      blockDevices: { value: blockDevices, source: "lsblk" },
      ...(vdevs === undefined
        ? {}
        : { pools: { value: [{ name: "tank", state: "ONLINE", vdevs }], source: "zpool status" } }),
    });
  const pool = (vdevs: readonly Vdev[] | undefined, ...blockDevices: readonly BlockDevice[]): string =>
    shown(drive101(snapshot(vdevs, blockDevices)));
  const spinning = [disk("sda", true, member), disk("sdb", true, member)];
  const flash = disk("nvme0n1", false, { ...member, serial: "LOG1" });

  it("is that of its data vdevs, whatever its log, cache and special devices are", () => {
    for (const role of ["log", "cache", "special", "spare"] as const) {
      const extra: Vdev = { role, kind: "disk", devices: ["/dev/nvme0n1"] };
      expect(pool([data("/dev/sda", "/dev/sdb"), extra], ...spinning, flash)).toBe("hdd");
    }
  });

  it("is found through partitions by id", () => {
    const log: Vdev = { role: "log", kind: "disk", devices: ["/dev/sda"] };
    const parts = disk("nvme0n1", false, {
      serial: "LOG1",
      children: [disk("nvme0n1p3", false, { type: "part", ...member })],
    });
    expect(pool([data("/dev/disk/by-id/nvme-X_LOG1-part3"), log], ...spinning, parts)).toBe("ssd");
  });

  it("has to be declared where data vdevs are mixed", () => {
    const vdevs = [data("/dev/sda"), data("/dev/nvme0n1")];
    expect(pool(vdevs, ...spinning, flash)).toBe("declare: medium of storage tank (pool tank)");
  });

  it("is not that of the disks that were found, when one was not", () => {
    expect(pool([data("/dev/sda", "/dev/sdz")], ...spinning)).toBe(
      "declare: medium of storage tank (pool tank)",
    );
  });

  it("is not told by lsblk alone where a log device looks like a data disk: zpool status would tell", () => {
    expect(pool(undefined, ...spinning)).toBe("hdd");
    expect(pool(undefined, ...spinning, flash)).toBe("shell: vdevs of pool tank");
  });

  it("has to be declared on a SAN", () => {
    const remote = disk("sda", false, { ...member, transport: "fc" });
    expect(pool([data("/dev/sda")], remote)).toBe("declare: medium of storage tank (pool tank)");
  });

  it("is not that of another pool of the node", () => {
    expect(pool(undefined, disk("sda", true, { ...member, label: "rust" }))).toBe(
      "shell: vdevs of pool tank",
    );
  });
});

describe("a volume group's medium", () => {
  const vg = (name: string, lv: string, rest: Partial<BlockDevice> = {}, shared = ""): string => {
    const children = [{ name: lv, type: "lvm", mountpoints: [], children: [] }];
    const storage = `lvm: dashed\n\tvgname ${name}\n\tcontent images\n${shared}`;
    const snapshot = withFacts(exampleOf("scsi0: dashed:vm-101-disk-0"), {
      blockDevices: { value: [disk("sda", true, { children, ...rest })], source: "lsblk" },
    });
    return shown(drive101(withText(snapshot, "storage.cfg", storage)));
  };

  it("is found by a name with dashes", () => {
    expect(vg("my-fast-vg", "my--fast--vg-vm--101--disk--0")).toBe("hdd");
    expect(vg("my", "my--fast--vg-vm--101--disk--0")).toBe("declare: medium of storage dashed");
  });

  it("has to be declared on a SAN, shared or not", () => {
    expect(vg("san1", "san1-x", { transport: "iscsi" })).toBe("declare: medium of storage dashed");
    expect(vg("san1", "san1-x", { transport: "iscsi" }, "\tshared 1\n")).toBe(
      "declare: medium of storage dashed",
    );
    expect(vg("san1", "san1-x", { transport: "sas" }, "\tshared 1\n")).toBe("hdd");
  });
});

it("a directory's medium is that of the mount its images lie on", () => {
  const at = (target: string, source: string) => ({ target, source, fstype: "ext4", options: "rw" });
  const snapshot = withFacts(exampleOf("scsi0: zdir:101/x.raw"), {
    mounts: { value: [at("/", "/dev/sda"), at("/tank/dir/images", "/dev/sdb")], source: "findmnt" },
    blockDevices: { value: [disk("sda", false), disk("sdb", true)], source: "lsblk" },
  });
  expect(shown(drive101(snapshot))).toBe("hdd");
});
