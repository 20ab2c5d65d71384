import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { audit } from "../../audit/audit.ts";
import type { ClusterSnapshot } from "../../model/cluster.ts";
import { resolve } from "../../resolve/resolve.ts";
import { checkSnapshot } from "../snapshot-schema.ts";
import { redact } from "./redact.ts";

type Plant = () => string;

/** Every place of a guest config in which somebody may have written something of their own. */
const guestConfig = (s: Plant): string => `#${s()}
# ${s()} %0A${s()}
description: ${s()}
name: ${s()}
tags: ${s()};lane-shared,${s()}
args: -device isa-applesmc,osk=${s()} -drive file=/${s()}
cipassword: ${s()}
ciuser: ${s()}
cicustom: user=local:snippets/${s()}.yaml,vendor=${s()}:snippets/x
sshkeys: ssh-ed25519%20${s()}
searchdomain: ${s()}.example
nameserver: ${s()}
hookscript: local:snippets/${s()}.pl
scsi0: ${s()}:vm-101-disk-0,serial=${s()},vendor=${s().slice(0, 8)},product=${s()}
scsi1: ${s()}:101/vm-101-disk-0.qcow2
scsi2: /dev/disk/by-id/ata-${s()}_${s()}-part1
scsi3: /dev/mapper/${s()}-${s()}
scsi4: /mnt/${s()}/${s()}/disk.raw
scsi5: ${s()}
scsi6: tank:vm-101-disk-1,${s()}=${s()}
scsi7: tank:vm-101-${s()}
scsi8: ${s()}:${s()} ${s()}
ide0: local:iso/${s()}.iso,media=cdrom
ide1: tank:vm-101-disk-2,model=${s()}
ide2: ${s()}.iso,media=cdrom
unused0: ${s()}:vm-101-disk-9
net0: virtio=BC:24:11:aa:bb:cc,bridge=${s()}
net1: ${s()}
hostpci0: mapping=${s()},romfile=${s()}.rom
usb0: mapping=${s()}
virtiofs0: ${s()},cache=auto
smbios1: uuid=6b5b3c6e-0201-4f9d-9e3b-000000000201,serial=${s()},manufacturer=${s()},product=${s()},base64=1
ivshmem: size=32,name=${s()}
cpu: custom-${s()},hv-vendor-id=${s().slice(0, 12)}
ipconfig0: ip=10.99.88.77/24,gw=10.99.88.1,${s()}=1
vmgenid: 6b5b3c6e-0202-4f9d-9e3b-000000000202
parent: ${s()}
bios: ${s()}
ostype: ${s()}
memory: ${s()}
boot: order=${s()}
lock: ${s()}
serial0: /dev/${s()}
unknownkey: ${s()}
scsi9:${s()}
glued: ${s()}scsi0: ${s()}
${s()} without a colon
[${s()}] not a header ${s()}

[PENDING]
scsi0: ${s()}:vm-101-disk-7
delete: ${s()},onboot
net0: ${s()}

[${s()}]
#${s()}
parent: ${s()}
vmstate: ${s()}:vm-101-state-${s()}
runningcpu: ${s()}
snapstate: ${s()}

[${s()} ${s()}]
name: ${s()}

[special:cloudinit]
name: ${s()}
${s()}: ${s()}

[special:fleecing]
fleecing-images: ${s()}:vm-101-fleece-0
`;

const storageCfg = (s: Plant): string => `# ${s()}
dir: ${s()}
\tpath /mnt/${s()}/x
\tcontent images,${s()}
\tnodes ${s()},${s()}
\t# ${s()}
\tcomment ${s()}
\tis_mountpoint /mnt/${s()}

nfs: ${s()}
\tserver ${s()}.example
\texport /${s()}/a
\toptions vers=4,${s()}

cifs: ${s()}
\tserver ${s()}
\tshare ${s()}
\tusername ${s()}
\tdomain ${s()}
\tpassword ${s()}

pbs: ${s()}
\tdatastore ${s()}
\tnamespace ${s()}/${s()}
\tfingerprint ${s()}
\tencryption-key ${s()}
\tport ${s()}

iscsi: ${s()}
\tportal ${s()}
\ttarget iqn.2020-01.${s()}:${s()}

lvm: ${s()}
\tvgname ${s()}
\tbase ${s()}:0.0.1.${s()}

zfspool: ${s()}
\tpool ${s()}/${s()}
\tmountpoint /${s()}
\tblocksize ${s()}

${s()}: ${s()}
\t${s()} ${s()}
\tkeyring ${s()}
\tmonhost ${s()},${s()}
nonsense ${s()}
`;

const mapping = (s: Plant): string => `${s()}
\tdescription ${s()}
\tmap node=${s()},path=/mnt/${s()},id=${s()},description=${s()}
\tmap ${s()}

pci: ${s()}
\tmap node=pve1,path=${s()},iommugroup=${s()},${s()}=${s()}
`;

const sections = (s: Plant): string => `vm: ${s()}
\tgroup ${s()}
\tcomment ${s()}
\tstate ${s()}

group: ${s()}
\tnodes ${s()}:2,${s()}
\tcomment ${s()}

node-affinity: ${s()}
\tresources vm:${s()},vm:101
\tnodes ${s()}

local: ${s()}
\ttarget ${s()}
\tschedule ${s()}
\tcomment ${s()}
\t${s()} x
`;

const corosync = (s: Plant): string => `# ${s()}
totem {
  cluster_name: ${s()}
  ${s()}: ${s()}
  interface {
    bindnetaddr: ${s()}
  }
}
nodelist {
  node {
    name: ${s()}
    ring0_addr: ${s()}
  }
}
${s()}
`;

const read = <T>(value: T, s: Plant): { value: T; source: string } => ({
  value,
  source: `facts/${s()}/${s()}.txt`,
});

const property = (value: string, source = "local") => ({ value, source });

function snapshotWith(s: Plant): ClusterSnapshot {
  const serial = s();
  const disk = {
    name: "sda",
    path: `/dev/${s()}`,
    type: "disk",
    model: "SSD A",
    serial,
    label: s(),
    fstype: "zfs_member",
    mountpoints: [`/${s()}`],
  };
  const children = [{ name: `${s()}-${s()}`, type: "lvm", mountpoints: [], children: [] }];
  const properties = {
    mountpoint: property(`/${s()}/x`),
    compression: property(`${s()} ${s()}`, `inherited from ${s()}/${s()}`),
    origin: property(`${s()}/a@${s()}`),
    keylocation: property(`file:///root/${s()}`),
    sharenfs: property(s(), s()),
    [`org.acme:${s()}`]: property(s()),
  };
  const mount = {
    target: `/mnt/${s()}`,
    source: `${s()}:/${s()}`,
    fstype: "nfs4",
    options: `rw,addr=${s()},${s()}`,
  };
  const vdev = { role: "data" as const, kind: "mirror", devices: [`/dev/disk/by-id/ata-${serial}`, s()] };
  const fact = {
    name: s(),
    mounts: read([mount], s),
    blockDevices: read([{ ...disk, children }], s),
    datasets: read([{ name: `${s()}/${s()}`, properties }], s),
    pools: read([{ name: s(), state: "ONLINE", vdevs: [vdev] }], s),
    kernel: read(`6.8.12-${s()}`, s),
    packages: { failed: `no: ${s()}`, source: s() },
  };
  return {
    schema: "lanekeeper/snapshot/1",
    takenAt: "2026-11-22T10:00:00.000Z",
    tool: { name: "lanekeeper", version: "0" },
    sources: [{ kind: "directory", name: `/home/${s()}/x` }],
    folder: s(),
    nodesComplete: true,
    nodes: [fact],
    guests: [{ vmid: 101, node: s(), config: guestConfig(s), path: `nodes/${s()}/qemu-server/101.conf` }],
    containers: [{ vmid: 102, node: s() }],
    files: {
      "storage.cfg": storageCfg(s),
      "datacenter.cfg": `email_from: ${s()}\n`,
      "replication.cfg": sections(s),
      "corosync.conf": corosync(s),
      "ha/resources.cfg": sections(s),
      "ha/groups.cfg": sections(s),
      "ha/rules.cfg": sections(s),
      "mapping/pci.cfg": mapping(s),
      "mapping/usb.cfg": mapping(s),
      "mapping/directory.cfg": mapping(s),
    },
    unreadable: [{ path: `nodes/${s()}/qemu-server/${s()}.conf`, reason: `is not JSON: ${s()}` }],
  };
}

/** Secrets by their beginning, so that one that was cut short is found as well. */
const shapes = [
  (n: number) => `xq${n}zzsecret`,
  (n: number) => `Xq${n}Zz-Secret.host`,
  (n: number) => `xq${n}zz_a--b`,
  (n: number) => `10.${n}.77.xq${n}zz`,
  (n: number) => `xq${n}zz=1`,
  (n: number) => `xq${n}zz,cache=none`,
  (n: number) => `xq${n}zz/../b`,
  (n: number) => `xq${n}zz:y`,
  (n: number) => `xq${n}zz ü`,
] as const;

describe("redact", () => {
  it("lets nothing through that somebody wrote", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.infiniteStream(fc.nat(shapes.length - 1)),
        (start, picks) => {
          let count = start;
          const plant: Plant = () => shapes[picks.next().value ?? 0]?.(++count) ?? "";
          const text = JSON.stringify(redact(snapshotWith(plant)));
          expect([...text.matchAll(/.{40}xq\d+.{10}/gis)].map(([found]) => found)).toEqual([]);
          expect(text).not.toMatch(/BC:24:11|6b5b3c6e|10\.99\.|iqn\.2020/i);
          expect(text).not.toContain("ü");
        },
      ),
      { numRuns: 200 },
    );
  });

  it("keeps lines, and what it makes can be read and redacted again", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(shapes.length - 1)), (picks) => {
        let count = 0;
        const snapshot = snapshotWith(() => shapes[picks.next().value ?? 0]?.(++count) ?? "");
        const once = redact(snapshot);
        expect(checkSnapshot(JSON.parse(JSON.stringify(once)))).toEqual(once);
        const lines = (text: string | null | undefined): number => (text ?? "").split("\n").length;
        expect(lines(once.guests[0]?.config)).toBe(lines(snapshot.guests[0]?.config));
        for (const [name, text] of Object.entries(snapshot.files)) {
          expect(lines(new Map(Object.entries(once.files)).get(name)), name).toBe(lines(text));
        }
        const rules = (of: ClusterSnapshot): readonly string[] => {
          const report = audit(resolve(of), { tool: of.tool, generatedAt: of.takenAt, sources: [] });
          return report.findings
            .map(({ rule, severity, subject }) => `${rule} ${severity} ${subject.drive ?? ""}`)
            .sort();
        };
        expect(rules(once)).toEqual(rules(snapshot));
        expect(rules(redact(once))).toEqual(rules(once));
      }),
      { numRuns: 60 },
    );
  });
});
