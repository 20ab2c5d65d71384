// Files with a secret in every place where somebody may have written something of their own.

/** Makes a new secret. */
export type Plant = () => string;

/** Every place of a guest config in which somebody may have written something of their own. */
export const guestConfig = (s: Plant): string => `#${s()}
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

export const storageCfg = (s: Plant): string => `# ${s()}
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

export const mapping = (s: Plant): string => `${s()}
\tdescription ${s()}
\tmap node=${s()},path=/mnt/${s()},id=${s()},description=${s()}
\tmap ${s()}

pci: ${s()}
\tmap node=pve1,path=${s()},iommugroup=${s()},${s()}=${s()}
`;

export const sections = (s: Plant): string => `vm: ${s()}
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

export const corosync = (s: Plant): string => `# ${s()}
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
