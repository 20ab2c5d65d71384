import type { Missing } from "./fact.ts";

/** The facts that can be missing, each with the access that supplies it and how. Wording is for the OPEN block. */

/**
 * What a copy of /etc/pve can be completed with: one file per command below facts/<node>/. A bare folder does not say on
 * which node a guest is, so nothing beside it would help.
 */
function besideTheCopy(node: string | null, file: string, command: string): string {
  return node === null
    ? `give a whole copy of /etc/pve (it says on which node a guest is), with \`${command}\` as facts/<node>/${file}`
    : `save \`${command}\` of ${node} as facts/${node}/${file} beside the copy`;
}

const on = (node: string | null): { node?: string } => (node === null ? {} : { node });

export const missingMounts = (node: string | null, path: string): Missing => ({
  fact: `file system under ${path}`,
  ...on(node),
  access: "shell",
  how: besideTheCopy(node, "findmnt.json", "findmnt -J -o TARGET,SOURCE,FSTYPE,OPTIONS"),
});

export const missingDataset = (node: string | null, dataset: string, property: string): Missing => ({
  fact: `${property} of ${dataset}`,
  ...on(node),
  access: "shell",
  how: besideTheCopy(node, "zfs-get.txt", "zfs get -Hp -t filesystem,volume all"),
});

export const missingBlockDevices = (node: string | null, of: string): Missing => ({
  fact: `medium of ${of}`,
  ...on(node),
  access: "shell",
  how: besideTheCopy(node, "lsblk.json", "lsblk -J -b -O"),
});

export const missingBlockDeviceUse = (node: string | null, path: string): Missing => ({
  fact: `what the node itself keeps on ${path}`,
  ...on(node),
  access: "shell",
  how: besideTheCopy(node, "lsblk.json", "lsblk -J -b -O"),
});

/** The vdevs of a pool: what raidz pads, and which disks hold data. */
export const missingVdevs = (node: string | null, pool: string): Missing => ({
  fact: `vdevs of pool ${pool}`,
  ...on(node),
  access: "shell",
  how: besideTheCopy(node, "zpool-status.txt", "zpool status -LP"),
});

/** Any other output of a command, by the file that would hold it. */
export const missingOutput = (node: string | null, fact: string, file: string, command: string): Missing => ({
  fact,
  ...on(node),
  access: "shell",
  how: besideTheCopy(node, file, command),
});

/** A medium no command on a node can see: a SAN, a file server, an unlisted device. */
export const undeclaredMedium = (of: string): Missing => ({
  fact: `medium of ${of}`,
  access: "declare",
  how: `declare medium: ssd or hdd for ${of}`,
});

export const missingVersion = (node: string | null, of: string): Missing => ({
  fact: `version of ${of}`,
  ...on(node),
  access: "shell",
  how: besideTheCopy(node, "pveversion.txt", "pveversion --verbose"),
});

export const missingKernel = (node: string | null): Missing => ({
  fact: "running kernel",
  ...on(node),
  access: "shell",
  how: besideTheCopy(node, "uname.txt", "uname -r"),
});

/** A file of /etc/pve that the source does not have. */
export const missingFile = (path: string): Missing => ({
  fact: path,
  access: "shell",
  how: `copy /etc/pve/${path} along`,
});

export const missingNodeCount: Missing = {
  fact: "number of nodes",
  access: "shell",
  how: "give a whole copy of /etc/pve, with nodes/",
};

export const missingStorage = (id: string): Missing => ({
  fact: `storage ${id}`,
  access: "shell",
  how: `storage.cfg has no section ${id}; copy the cluster's own storage.cfg, or define the storage`,
});

export const missingReplicationState = (node: string | null): Missing => ({
  fact: "state of the replication jobs",
  ...on(node),
  access: "api",
  how: "files do not hold it; `pvesr status` on the node shows it",
});

export const missingAgentAnswer = (node: string | null): Missing => ({
  fact: "whether the guest agent answers",
  ...on(node),
  access: "api",
  how: "files do not hold it; `qm agent <vmid> ping` on the node shows it",
});

export const missingOsName = (node: string | null): Missing => ({
  fact: "name of the guest's system",
  ...on(node),
  access: "agent",
  how: "ostype win11 also covers Server 2022 and 2025; `qm agent <vmid> get-osinfo` names it",
});
