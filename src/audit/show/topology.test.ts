import { describe, expect, it } from "vitest";
import { exampleOf, guest101, withFacts } from "../../../test/support/resolved-example.ts";
import type { NodeSnapshot } from "../../model/cluster.ts";
import { defaultPolicy } from "../../model/policy.ts";
import type { TopologyHop } from "../../model/topology.ts";
import { guestTopology } from "./guest-topology.ts";

/** `zvol a > pool b (mirror (disk c, disk d))`, with `?` and the missing facts where the way ends. */
function drawn({ kind, name, missing = [], below }: TopologyHop): string {
  const unknown = missing.map(({ fact }) => ` ?${fact}`).join("");
  const own = kind === "volume" ? "" : `${kind} ${name}${unknown}`;
  const rest = below.map(drawn).join(", ");
  if (own === "") return `${unknown}${rest}`;
  return rest === "" ? own : `${own}${below.length === 1 ? ` > ${rest}` : ` (${rest})`}`;
}

const drive = (volume: string, facts: Omit<NodeSnapshot, "name"> = {}): string => {
  const guest = guest101(withFacts(exampleOf(`scsi0: ${volume}`), facts));
  return Object.values(guestTopology(guest, defaultPolicy)).map(drawn).join("; ");
};

describe("the way from a volume down to the disks", () => {
  it.each([
    ["tank:vm-101-disk-0", "zvol tank/vm-101-disk-0 > pool tank > vdev mirror (disk nvme0n1, disk nvme1n1)"],
    ["rust:vm-101-disk-1", "zvol rust/vm-101-disk-1 > pool rust > disk sdb"],
    [
      "tank:base-9-disk-0/vm-101-disk-0",
      "zvol tank/vm-101-disk-0 > pool tank > vdev mirror (disk nvme0n1, disk nvme1n1)",
    ],
    ["vg:vm-101-disk-4", "logical-volume vg_local/vm-101-disk-4 > volume-group vg_local > disk sdf"],
    [
      "thin:vm-101-disk-5",
      "logical-volume pve/vm-101-disk-5 > thin-pool pve/data > volume-group pve > disk sda",
    ],
    [
      "san:vm-101-disk-2",
      "logical-volume vg_san/vm-101-disk-2 > volume-group vg_san > disk sdg ?iSCSI target of sdg ?medium of sdg",
    ],
    [
      "local:101/vm-101-disk-6.raw",
      "file /var/lib/vz/images/101/vm-101-disk-6.raw > file-system ext4 at / > device mapper/pve-root > disk sda",
    ],
    [
      "zdir:101/vm-101-disk-7.qcow2",
      "file /tank/dir/images/101/vm-101-disk-7.qcow2 > dataset tank/dir > pool tank > vdev mirror (disk nvme0n1, disk nvme1n1)",
    ],
    [
      "bt:101/vm-101-disk-9.raw",
      "file /bt/images/101/vm-101-disk-9.raw > file-system btrfs at /bt > disk sdd",
    ],
    [
      "nas:101/vm-101-disk-10.qcow2",
      "file /mnt/pve/nas/images/101/vm-101-disk-10.qcow2 > export 192.0.2.10:/x",
    ],
    ["smb:101/vm-101-disk-11.raw", "file /mnt/pve/smb/images/101/vm-101-disk-11.raw > export //192.0.2.11/x"],
    ["ceph:vm-101-disk-12", "image rbd/vm-101-disk-12 > pool Ceph rbd"],
    ["lun:0.0.0.scsi-1", "lun 0.0.0.scsi-1 > target iqn.2003-01.example:t1 at 192.0.2.13"],
    ["/dev/sda", "disk sda"],
    [
      "/dev/zvol/tank/vm-9-disk-0",
      "zvol tank/vm-9-disk-0 > pool tank > vdev mirror (disk nvme0n1, disk nvme1n1)",
    ],
    ["nope:vm-101-disk-0", " ?storage nope"],
  ])("%s", (volume, way) => {
    expect(drive(volume)).toBe(way);
  });

  it("ends, by name, where a command was not read", () => {
    expect(drive("tank:vm-101-disk-0", { pools: { failed: "exit code 1", source: "x" } })).toBe(
      "zvol tank/vm-101-disk-0 > pool tank ?vdevs of pool tank",
    );
    const noDisks = { blockDevices: { failed: "exit code 1", source: "x" } } as const;
    expect(drive("rust:vm-101-disk-1", noDisks)).toMatch(/pool rust > device sdb \?medium of/);
    expect(drive("vg:vm-101-disk-4", { volumeGroups: { failed: "no", source: "x" } })).toBe(
      "logical-volume vg_local/vm-101-disk-4 > volume-group vg_local ?volume groups",
    );
    expect(drive("local:101/a.raw", { mounts: { failed: "no", source: "x" } })).toMatch(
      /\?file system under/,
    );
  });

  it("names a pool that zpool does not list, and a disk lsblk does not show", () => {
    expect(drive("tank:vm-101-disk-0", { pools: { value: [], source: "x" } })).toContain(
      "pool tank ?pool tank, which zpool does not list",
    );
    expect(drive("rust:vm-101-disk-1", { blockDevices: { value: [], source: "x" } })).toContain(
      "device sdb ?disk below sdb",
    );
  });

  it("shows every disk that paths or an array lead to", () => {
    const leaf = { name: "mpatha", path: "/dev/mapper/mpatha", type: "mpath", mountpoints: [], children: [] };
    const path = (name: string) =>
      ({
        name,
        type: "disk",
        transport: "sas",
        rotational: false,
        mountpoints: [],
        children: [leaf],
      }) as const;
    const facts: Omit<NodeSnapshot, "name"> = {
      blockDevices: { value: [path("sdx"), path("sdy")], source: "lsblk" },
      volumeGroups: {
        value: [{ name: "vg_san", uuid: "u", physicalVolumes: ["/dev/mapper/mpatha"] }],
        source: "vgs",
      },
    };
    expect(drive("san:vm-101-disk-2", facts)).toContain("device mapper/mpatha (disk sdx, disk sdy)");
  });
});
