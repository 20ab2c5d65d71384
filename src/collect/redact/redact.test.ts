import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readExample } from "../../../test/support/example.ts";
import { exampleSnapshot } from "../../../test/support/example-cluster.ts";
import { audit } from "../../audit/audit.ts";
import type { ClusterSnapshot } from "../../model/cluster.ts";
import { resolve } from "../../resolve/resolve.ts";
import { collect } from "../collect.ts";
import { checkSnapshot } from "../snapshot-schema.ts";
import { redact } from "./redact.ts";

const context = {
  tool: { name: "lanekeeper", version: "0" },
  now: "2026-11-22T10:00:00.000Z",
  stdin: async () => new Uint8Array(),
};

const demo = (): Promise<ClusterSnapshot> =>
  collect(fileURLToPath(new URL("../../../fixtures/three-node-homelab", import.meta.url)), context);

/** What an audit says, without the names: the same before and after. */
function outcome(snapshot: ClusterSnapshot): unknown {
  const cluster = resolve(snapshot);
  const report = audit(cluster, { tool: context.tool, generatedAt: context.now, sources: [] });
  return {
    findings: report.findings
      .map(
        ({ rule, severity, subject }) => `${rule} ${severity} ${subject.vmid ?? ""} ${subject.drive ?? ""}`,
      )
      .sort(),
    open: report.open
      .map(({ rule, subject }) => `${rule} ${subject.vmid ?? ""} ${subject.drive ?? ""}`)
      .sort(),
    lanes: cluster.guests.map(({ vmid, lane, quadrant }) => ({ vmid, lane, quadrant })),
    drives: cluster.guests.map(({ drives }) =>
      drives.map(({ key, backing, medium, format }) => [key, backing, medium.known && medium.value, format]),
    ),
    unreadable: cluster.guests.map(({ unreadable }) => unreadable.map(({ key }) => key)),
    warnings: cluster.guests.map(({ conf }) => conf.warnings.map(({ line, key }) => [line, key])),
    coverage: report.coverage,
  };
}

describe("redact", () => {
  it("leaves the demo cluster's findings and lanes as they are", async () => {
    const snapshot = await demo();
    const redacted = redact(snapshot);
    expect(outcome(redacted)).toEqual(outcome(snapshot));
    expect(outcome(redact(redacted))).toEqual(outcome(snapshot));
    expect(checkSnapshot(JSON.parse(JSON.stringify(redacted)))).toEqual(redacted);
  });

  it("takes the demo cluster's names out", async () => {
    const text = JSON.stringify(redact(await demo()));
    for (const name of [
      '"pve1',
      "pve3",
      "homelab",
      "zabbix-01",
      "san-lvm",
      "vg_san",
      "SSD-r10",
      "local-zfs-sas",
      "S1007EX",
      "10.20.",
      "BC:24",
      "6b5b3c6e",
      "iqn.2005",
      "GPU",
    ]) {
      expect(text, name).not.toContain(name);
    }
    expect(text).toContain("KIOXIA KXG80ZNV1T02"); // the model says whether a disk survives a power loss
  });

  it("does not change what it is given", async () => {
    const snapshot = await demo();
    const before = structuredClone(snapshot);
    redact(snapshot);
    expect(snapshot).toEqual(before);
  });

  it.each([
    "scsi0: san:vm-101-disk-0,discard=on | machine: q35 | @ha started",
    "scsi0: tank:vm-101-disk-0,discard=on | @replicate pve2",
    "scsi0: /dev/disk/by-id/ata-MODEL_FREE1,discard=on",
    "scsi0: /dev/disk/by-id/ata-MODEL_FREE1-part1",
    "scsi0: /dev/mapper/pve-root | scsi1: /dev/zvol/tank/vm-101-disk-0 | scsi2: /dev/sdb",
    "scsi0: /dev/mapper/3600140512345678901234567890abcd",
    "scsi0: zdir:101/vm-101-disk-0.raw,cache=writeback | @mount /tank/dir tank/dir zfs",
    "scsi0: bt:101/vm-101-disk-0.raw | virtio0: gfs:101/vm-101-disk-0.qcow2,cache=none",
    "scsi0: thin:vm-101-disk-0 | hostpci0: mapping=shared-vf | hostpci1: mapping=gpu",
    "scsi0: only2:vm-101-disk-0 | scsi1: off:vm-101-disk-1 | scsi2: nowhere:vm-101-disk-2",
    "scsi0: chain:vm-101-disk-0.qcow2,bad=1 | scsi1: a:b | scsi2: nonsense here | net0: what",
    "scsi0: tank:base-100-disk-0/vm-101-disk-0 | parent: before | @snapshot before scsi0: tank:vm-101-disk-0",
    "scsi0: tank:vm-101-disk-0 | @pending scsi0: tank:vm-101-disk-0,cache=writeback | @pending delete: onboot",
    "scsi0: tank:vm-101-disk-0 | tags: lane-shared;disposable;acme | args: -device isa-applesmc,osk=secret | ostype: other",
    "scsi0: tank:vm-101-disk-0 | serial0: /dev/ttyUSB0 | usb0: host=1-2 | usb1: spice | virtiofs0: share,cache=auto",
    "scsi0: tank:vm-101-disk-0 | @other 102 scsi0: tank:vm-101-disk-0 | @affinity pve1",
    "scsi0: tank:vm-101-disk-0 | [weird one] | scsi1: tank:vm-101-disk-1",
    "scsi0: tank:vm-101-disk-0 | scsi0: bad | cpu: custom-mine | smbios1: uuid=x | vmgenid: 1 | boot: order=scsi0",
    "ide2: local:iso/acme installer.iso,media=cdrom | ide0: local:cloudinit,media=cdrom | sata0: ceph:vm-101-disk-1",
    "scsi0: local:101/vm-101-disk-0.qcow2,format=raw,serial=ACME,wwn=0x1234567890123456 | ide1: tank:vm-101-disk-1,model=ACME",
    "scsi0: /dev/dm-3 | scsi1: dlun:0.0.0.scsi-36001405 | ide3: acme.iso,media=cdrom | lock: backup | @no-facts",
  ])("reads the same afterwards: %s", (line) => {
    const { snapshot } = readExample(`pass  ${line}`);
    const redacted = redact(snapshot);
    expect(outcome(redacted)).toEqual(outcome(snapshot));
    expect(outcome(redact(redacted))).toEqual(outcome(snapshot));
  });

  it("keeps the words of a format apart from names that look alike", () => {
    const base = exampleSnapshot();
    const rename = (text: string): string => text.replaceAll("pve1", "images");
    const snapshot: ClusterSnapshot = {
      ...base,
      nodes: base.nodes.map((node) => ({ ...node, name: rename(node.name) })),
      files: {
        ...base.files,
        "storage.cfg": "dir: images\n\tpath /mnt/images\n\tcontent images,iso\n\tnodes images,pve2\n",
      },
    };
    const text = redact(snapshot).files["storage.cfg"] ?? "";
    expect(text).toMatch(/^\tcontent images,iso$/m);
    expect(text).toMatch(/^\tnodes \w+,node\d$/m);
  });

  it("keeps device mapper's doubled dashes and the volume group apart", () => {
    const base = exampleSnapshot();
    const device = {
      name: "my--vg-vm--101--disk--0",
      path: "/dev/mapper/my--vg-vm--101--disk--0",
      type: "lvm",
      mountpoints: [],
      children: [],
    };
    const disk = { name: "sda", type: "disk", mountpoints: [], children: [device] };
    const snapshot: ClusterSnapshot = {
      ...base,
      nodes: [{ name: "pve1", blockDevices: { value: [disk], source: "lsblk" } }],
      files: { "storage.cfg": "lvm: s1\n\tvgname my-vg\n" },
    };
    const { nodes, files } = redact(snapshot);
    const vg = /vgname (\S+)/.exec(files["storage.cfg"] ?? "")?.[1];
    expect(JSON.stringify(nodes)).toContain(`"/dev/mapper/${vg}-vm--101--disk--0"`);
  });

  it("gives a name one alias, whatever it is the name of", () => {
    const dataset = { name: "acme/vm-101-disk-0", properties: {} };
    const snapshot: ClusterSnapshot = {
      ...exampleSnapshot(),
      nodes: [{ name: "acme", datasets: { value: [dataset], source: "x" } }],
      files: { "storage.cfg": "zfspool: acme\n\tnodes acme\n" },
    };
    const { nodes, files } = redact(snapshot);
    const [, id, node] = /^zfspool: (\S+)\n\tnodes (\S+)$/m.exec(files["storage.cfg"] ?? "") ?? [];
    expect(node).toBe(id);
    expect(nodes[0]).toMatchObject({ name: id, datasets: { value: [{ name: `${id}/vm-101-disk-0` }] } });
  });

  it("leaves words that identify nobody", async () => {
    const { files } = redact(await demo());
    for (const line of [
      "dir: local",
      "\tpath /var/lib/vz",
      "zfspool: local-zfs",
      "\tpool rpool/data",
      "\tthinpool data",
    ]) {
      expect(files["storage.cfg"]?.split("\n")).toContain(line);
    }
  });

  it("leaves of args that a Mac's controller is emulated", () => {
    const { snapshot } = readExample(
      "pass  args: -device isa-applesmc,osk=ourhardwork | scsi0: tank:vm-101-disk-0",
    );
    const config = redact(snapshot).guests[0]?.config;
    expect(config).toContain("isa-applesmc");
    expect(config).not.toContain("ourhardwork");
  });
});
