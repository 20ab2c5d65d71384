import { describe, expect, it } from "vitest";
import { exampleOf, withFacts, withText } from "../../test/support/resolved-example.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { resolve } from "./resolve.ts";

const twins = `
zfspool: tank2
\tpool tank
\tcontent images

zfspool: deeper
\tpool tank/vms
\tcontent images

lvm: vg2
\tvgname vg_local
\tcontent images

lvm: san2
\tvgname vg_san
\tcontent images
\tshared 1

dir: zdir2
\tpath /tank/dir/
\tcontent images

nfs: nas2
\tserver 192.0.2.10
\texport /x
\tcontent images

cifs: smb2
\tserver 192.0.2.11
\tshare x
\tcontent images

rbd: krbd2
\tmonhost 192.0.2.12
\tpool rbd
\tkrbd 1
\tcontent images

rbd: other-namespace
\tmonhost 192.0.2.12
\tpool rbd
\tnamespace n
\tcontent images
`;

/** How many volumes these lines of guest 101 and other guests name: 1 when all are the same thing. */
function volumes(line: string, change: (s: ClusterSnapshot) => ClusterSnapshot = (s) => s): number {
  return resolve(change(withText(exampleOf(line), "storage.cfg", twins))).volumes.length;
}

describe("the same thing by two names", () => {
  it.each([
    ["one volume id in two guests", "scsi0: tank:vm-101-disk-0 | @other 102 scsi0: tank:vm-101-disk-0"],
    ["two storages on one pool", "scsi0: tank:vm-101-disk-0 | @other 102 scsi0: tank2:vm-101-disk-0"],
    ["a zvol by its path", "scsi0: tank:vm-101-disk-0 | @other 102 scsi0: /dev/zvol/tank/vm-101-disk-0"],
    [
      "a zvol below a dataset by its path",
      "scsi0: deeper:vm-101-disk-0 | @other 102 scsi0: /dev/zvol/tank/vms/vm-101-disk-0",
    ],
    [
      "a linked clone with and without its base",
      "scsi0: tank:base-9-disk-0/vm-101-disk-0 | @other 102 scsi0: tank:vm-101-disk-0",
    ],
    [
      "a linked clone's file",
      "scsi0: nas:9/base-9-disk-0.qcow2/101/x.qcow2 | @other 102 scsi0: nas:101/x.qcow2",
    ],
    ["two storages on one volume group", "scsi0: vg:vm-101-disk-0 | @other 102 scsi0: vg2:vm-101-disk-0"],
    [
      "a logical volume by its path",
      "scsi0: vg:vm-101-disk-0 | @other 102 scsi0: /dev/vg_local/vm-101-disk-0",
    ],
    [
      "a logical volume by its mapper name",
      "scsi0: vg:vm-101-disk-0 | @other 102 scsi0: /dev/mapper/vg_local-vm--101--disk--0",
    ],
    ["a shared volume on two nodes", "scsi0: san:vm-101-disk-0 | @other 102@pve2 scsi0: san2:vm-101-disk-0"],
    ["two storages on one directory", "scsi0: zdir:101/x.raw | @other 102 scsi0: zdir2:101/x.raw"],
    ["a file by its path", "scsi0: zdir:101/x.raw | @other 102 scsi0: /tank/dir/images/101/x.raw"],
    ["two storages on one export", "scsi0: nas:101/x.raw | @other 102@pve2 scsi0: nas2:101/x.raw"],
    ["two storages on one share", "scsi0: smb:101/x.raw | @other 102@pve2 scsi0: smb2:101/x.raw"],
    [
      "an image with and without krbd",
      "scsi0: ceph:vm-101-disk-0 | @other 102@pve2 scsi0: krbd2:vm-101-disk-0",
    ],
    ["a disk by two paths", "scsi0: /dev/sdh | @other 102 scsi0: /dev/disk/by-id/ata-X_FREE1"],
    ["a disk that one of two lines calls shared", "scsi0: /dev/sdh,shared=1 | @other 102 scsi0: /dev/sdh"],
    ["a disk that the other line calls shared", "scsi0: /dev/sdh | @other 102 scsi0: /dev/sdh,shared=1"],
    [
      "a path that both lines call shared, on two nodes",
      "scsi0: /dev/sdh,shared=1 | @other 102@pve2 scsi0: /dev/sdh,shared=1",
    ],
    ["a drive and an unused line", "scsi0: tank:vm-101-disk-0 | unused0: tank:vm-101-disk-0"],
    [
      "a drive of now and of a snapshot",
      "scsi0: tank:vm-101-disk-0 | @snapshot old scsi0: tank:vm-101-disk-0,ssd=1",
    ],
  ])("%s", (_, line) => expect(volumes(line)).toBe(1));
});

describe("two things by like names", () => {
  it.each([
    ["one local name on two nodes", "scsi0: tank:vm-101-disk-0 | @other 102@pve2 scsi0: tank:vm-101-disk-0"],
    ["one path on two nodes", "scsi0: /dev/sdh | @other 102@pve2 scsi0: /dev/sdh"],
    [
      "one path on two nodes that one line calls shared",
      "scsi0: /dev/sdh,shared=1 | @other 102@pve2 scsi0: /dev/sdh",
    ],
    ["one name in two pools", "scsi0: tank:vm-101-disk-0 | @other 102 scsi0: rust:vm-101-disk-0"],
    [
      "one name in a pool and a dataset of it",
      "scsi0: tank:vm-101-disk-0 | @other 102 scsi0: deeper:vm-101-disk-0",
    ],
    ["one name in two volume groups", "scsi0: vg:vm-101-disk-0 | @other 102 scsi0: thin:vm-101-disk-0"],
    [
      "one name in two namespaces",
      "scsi0: ceph:vm-101-disk-0 | @other 102 scsi0: other-namespace:vm-101-disk-0",
    ],
    ["a disk and its partition", "scsi0: /dev/sda | @other 102 scsi0: /dev/sda3"],
    ["one file name of two guests", "scsi0: nas:101/x.raw | @other 102 scsi0: nas:102/x.raw"],
  ])("%s", (_, line) => expect(volumes(line)).toBe(2));
});

it("an empty drive and an ISO are no volumes", () => {
  expect(volumes("ide0: none,media=cdrom | ide2: local:iso/x.iso,media=cdrom")).toBe(0);
});

it("a disk by two paths needs lsblk to be seen as one", () => {
  const line = "scsi0: /dev/sdh | @other 102 scsi0: /dev/disk/by-id/ata-X_FREE1";
  expect(volumes(line, (s) => withFacts(s, { blockDevices: { failed: "no lsblk", source: "lsblk" } }))).toBe(
    2,
  );
});

describe("a zvol", () => {
  const zvol = (line: string) => resolve(withText(exampleOf(line), "storage.cfg", twins)).volumes[0]?.zvol;

  it.each([
    ["scsi0: tank:vm-101-disk-0", "tank/vm-101-disk-0"],
    ["scsi0: tank:base-9-disk-0/vm-101-disk-0", "tank/vm-101-disk-0"],
    ["scsi0: /dev/zvol/tank/vm-101-disk-0", "tank/vm-101-disk-0"],
  ])("%s has the properties of its dataset", (line, dataset) => {
    expect(zvol(line)).toMatchObject({ value: { dataset, volblocksize: 16384, refreservation: 0 } });
  });

  it("is none where the storage is another type", () => {
    expect(zvol("scsi0: thin:vm-101-disk-0")).toMatchObject({ known: true, value: null });
    expect(zvol("scsi0: zdir:101/x.raw")).toMatchObject({ known: true, value: null });
  });

  it("is unknown where zfs get does not list it, was not asked, or the storage is not defined", () => {
    for (const line of [
      "scsi0: tank:vm-101-disk-9",
      "scsi0: tank:vm-101-disk-0 | @no-fact datasets",
      "scsi0: tank:vm-101-disk-0 | @bare",
      "scsi0: gone:vm-101-disk-0",
    ])
      expect(zvol(line)?.known, line).toBe(false);
  });

  it("has the vdevs of its pool", () => {
    const vdevs = (line: string) => resolve(exampleOf(line)).volumes[0]?.vdevs;
    expect(vdevs("scsi0: tank:vm-101-disk-0 | @vdevs raidz1 4")).toMatchObject({
      value: [{ kind: "raidz1" }],
    });
    expect(vdevs("scsi0: rust:vm-101-disk-0 | @vdevs raidz1 4")?.known).toBe(false);
    expect(vdevs("scsi0: tank:vm-101-disk-0 | @no-fact pools")?.known).toBe(false);
    expect(vdevs("scsi0: thin:vm-101-disk-0")).toMatchObject({ value: null });
  });
});
