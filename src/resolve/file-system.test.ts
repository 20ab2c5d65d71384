import { describe, expect, it } from "vitest";
import { drive101, exampleOf, withFacts, withText } from "../../test/support/resolved-example.ts";
import type { ClusterSnapshot, Mount } from "../model/cluster.ts";
import type { ResolvedDrive } from "../model/resolved.ts";

const at = (target: string, fstype: string, source = "x"): Mount => ({
  target,
  source,
  fstype,
  options: "rw",
});
const mounted = (snapshot: ClusterSnapshot, ...value: readonly Mount[]): ClusterSnapshot =>
  withFacts(snapshot, { mounts: { value, source: "findmnt" } });

/** `zfs tank/dir`, or `unknown: <what is missing>`. */
function shown({ fileSystem }: ResolvedDrive): string {
  if (!fileSystem.known) return `unknown: ${fileSystem.missing[0].fact}`;
  const { value } = fileSystem;
  if (value === null) return "no file";
  if (value.kind === "zfs") return `zfs ${value.dataset}`;
  if (value.kind === "btrfs") return `btrfs nocow ${value.nocow.known ? value.nocow.value : "?"}`;
  return value.kind === "plain" ? `plain ${value.name}` : value.kind;
}
const of = (line: string): string => shown(drive101(exampleOf(`scsi0: ${line}`)));
const zdir = (...mounts: readonly Mount[]): string =>
  shown(drive101(mounted(exampleOf("scsi0: zdir:101/vm-101-disk-0.raw"), ...mounts)));

describe("what carries a volume", () => {
  it.each([
    ["zdir:101/vm-101-disk-0.raw", "zfs tank/dir"],
    ["zdir:101/vm-101-disk-0.qcow2", "zfs tank/dir"],
    ["local:101/vm-101-disk-0.raw", "plain ext4"],
    ["bdir:101/vm-101-disk-0.raw", "btrfs nocow ?"],
    ["bt:101/vm-101-disk-0.raw", "btrfs nocow false"],
    ["btnc:101/vm-101-disk-0.raw", "btrfs nocow true"],
    ["gfs:101/vm-101-disk-0.raw", "network"],
    ["nas:101/vm-101-disk-0.raw", "network"],
    ["smb:101/vm-101-disk-0.raw", "network"],
    ["zdir:101/x.raw | @mount /tank/dir /dev/sdz bcachefs", "bcachefs"],
    ["zdir:101/x.raw | @mount /tank/dir srv:/x nfs4", "network"],
    ["zdir:101/x.raw | @mount /tank/dir x fuse.sshfs", "network"],
    ["/tank/dir/x.qcow2,format=qcow2", "zfs tank/dir"],
    ["/srv/x.raw", "plain ext4"],
    ["tank:vm-101-disk-0", "no file"],
    ["san:vm-101-disk-0", "no file"],
    ["chain:vm-101-disk-0.qcow2", "no file"],
    ["ceph:vm-101-disk-0", "no file"],
    ["/dev/sdh", "no file"],
    ["gone:vm-101-disk-0", "unknown: storage gone"],
    ["zdir:101/x.raw | @no-fact mounts", "unknown: file system under /tank/dir"],
    ["zdir:101/x.raw | @bare", "unknown: file system under /tank/dir"],
    ["/srv/x.raw | @no-fact mounts", "unknown: file system under /srv"],
  ])("%s: %s", (line, expected) => expect(of(line)).toBe(expected));
});

describe("of several mounts", () => {
  it("the longest that covers the file wins, in whatever order they are listed", () => {
    const mounts = [at("/", "ext4"), at("/tank", "zfs", "tank"), at("/tank/dir", "xfs")];
    expect(zdir(...mounts)).toBe("plain xfs");
    expect(zdir(...mounts.toReversed())).toBe("plain xfs");
  });

  it("a dir below a zfspool's mountpoint lies on the pool's root dataset", () => {
    expect(zdir(at("/", "ext4"), at("/tank", "zfs", "tank"))).toBe("zfs tank");
  });

  it("a mount on images/ carries the images", () => {
    expect(zdir(at("/tank/dir", "ext4"), at("/tank/dir/images", "zfs", "ssd/images"))).toBe("zfs ssd/images");
    expect(zdir(at("/tank/dir", "ext4"), at("/tank/dir/images/101", "zfs", "ssd/101"))).toBe("zfs ssd/101");
    expect(zdir(at("/tank/dir", "ext4"), at("/tank/dir/images/102", "zfs", "ssd/102"))).toBe("plain ext4");
  });

  it("a mount of a name that only begins alike does not", () => {
    expect(zdir(at("/", "ext4"), at("/tank/di", "zfs", "tank/di"))).toBe("plain ext4");
  });

  it("the last one at a place hides those before", () => {
    expect(zdir(at("/tank/dir", "autofs", "systemd-1"), at("/tank/dir", "nfs4", "srv:/x"))).toBe("network");
  });

  it("an automount that nobody used yet says nothing", () => {
    expect(zdir(at("/", "ext4"), at("/tank/dir", "autofs"))).toBe("unknown: file system under /tank/dir");
  });

  it("none at all says nothing either", () => {
    expect(zdir(at("/boot", "vfat"))).toBe("unknown: file system under /tank/dir");
  });

  it("a path with doubled or trailing slashes is the same path", () => {
    const storage = "dir: slash\n\tpath /tank/dir//\n\tcontent images\n";
    const snapshot = withText(exampleOf("scsi0: slash:101/x.raw"), "storage.cfg", storage);
    expect(shown(drive101(mounted(snapshot, at("/tank/dir/images", "zfs", "ssd"))))).toBe("zfs ssd");
  });
});

describe("a dataset's properties", () => {
  const zfs = (line: string) => {
    const { fileSystem } = drive101(exampleOf(`scsi0: zdir:101/x.raw | ${line}`));
    if (!fileSystem.known || fileSystem.value?.kind !== "zfs") throw new Error("not on ZFS");
    return fileSystem.value;
  };

  it("are read where zfs get answered them", () => {
    const { direct, recordsize } = zfs("@zfs tank/dir direct=disabled recordsize=16384");
    expect([direct, recordsize]).toMatchObject([{ value: "disabled" }, { value: 16384 }]);
  });

  it("have no direct where this ZFS does not know it; a recordsize that is not answered is open", () => {
    const { direct, recordsize } = zfs("@zfs tank/dir atime=on");
    expect(direct).toMatchObject({ known: true, value: null });
    expect(recordsize).toMatchObject({ known: false, missing: [{ fact: "recordsize of tank/dir" }] });
  });

  it("are open where zfs get was not asked, or does not list the dataset", () => {
    expect(zfs("@no-fact datasets").direct.known).toBe(false);
    expect(zfs("@mount /tank/dir tank/other zfs").direct).toMatchObject({
      known: false,
      missing: [{ fact: "direct of tank/other" }],
    });
  });
});
