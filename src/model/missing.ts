import type { Missing } from "./fact.ts";

/** The facts that can be missing, each with the access that supplies it and how. Wording is for the OPEN block. */

/**
 * What a copy of /etc/pve can be completed with: one file per command below facts/<node>/. A bare folder does not say on
 * which node a guest is, so nothing beside it would help.
 */
function besideTheCopy(node: string | null, file: string, command: string): string {
  return node === null
    ? `give a whole copy of /etc/pve (it says on which node a guest is), with \`${command}\` as facts/<node>/${file}; or the output of \`lanekeeper collect --script | ssh root@<node> sh -s > <node>.txt\`, which is both`
    : `save \`${command}\` of ${node} as facts/${node}/${file} beside the copy, or get all of ${node} at once: \`lanekeeper collect --script | ssh root@${node} sh -s > ${node}.txt\`, then --from ${node}.txt as well`;
}

/** What the facts script reads on the node as well. */
const readOn = (node: string | null, file: string, command: string): Pick<Missing, "how" | "byScript"> => ({
  how: besideTheCopy(node, file, command),
  ...(node === null ? {} : { byScript: true }),
});

const on = (node: string | null): { node?: string } => (node === null ? {} : { node });

export const missingMounts = (node: string | null, path: string): Missing => ({
  fact: `file system under ${path}`,
  ...on(node),
  access: "shell",
  ...readOn(node, "findmnt.json", "findmnt -J -o TARGET,SOURCE,FSTYPE,OPTIONS"),
});

export const missingDataset = (node: string | null, dataset: string, property: string): Missing => ({
  fact: `${property} of ${dataset}`,
  ...on(node),
  access: "shell",
  ...readOn(node, "zfs-get.txt", "zfs get -Hp -t filesystem,volume all"),
});

export const missingBlockDevices = (node: string | null, of: string): Missing => ({
  fact: `medium of ${of}`,
  ...on(node),
  access: "shell",
  ...readOn(node, "lsblk.json", "lsblk -J -b -O"),
});

export const missingBlockDeviceUse = (node: string | null, path: string): Missing => ({
  fact: `what the node itself keeps on ${path}`,
  ...on(node),
  access: "shell",
  ...readOn(node, "lsblk.json", "lsblk -J -b -O"),
});

/** The vdevs of a pool: what raidz pads, and which disks hold data. */
export const missingVdevs = (node: string | null, pool: string): Missing => ({
  fact: `vdevs of pool ${pool}`,
  ...on(node),
  access: "shell",
  ...readOn(node, "zpool-status.txt", "zpool status -LP"),
});

/** Nothing can be said of a pool that guests lie on and that zpool does not list: it may be exported, or its disks gone. */
export const missingPool = (node: string, pool: string): Missing => ({
  fact: `pool ${pool}, which zpool does not list`,
  node,
  access: "shell",
  how: `guest volumes lie on it: is it imported? \`zpool import\` on ${node} says what could be`,
});

/** Any other output of a command, by the file that would hold it. */
export const missingOutput = (node: string | null, fact: string, file: string, command: string): Missing => ({
  fact,
  ...on(node),
  access: "shell",
  ...readOn(node, file, command),
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
  ...readOn(node, "pveversion.txt", "pveversion --verbose"),
});

export const missingKernel = (node: string | null): Missing => ({
  fact: "running kernel",
  ...on(node),
  access: "shell",
  ...readOn(node, "uname.txt", "uname -r"),
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
  how: `a section ${id} in storage.cfg: copy the cluster's own, or define the storage`,
});

/** A storage type from outside Proxmox VE: its plugin decides, and every node answers for it. */
export const missingSharing = (id: string, type: string): Missing => ({
  fact: `whether storage ${id} (type ${type}) is shared`,
  access: "api",
  how: `\`pvesh get /nodes/<node>/storage/${id}/status\` says so`,
});

/** The command was read before the volume was made, or by someone who may not see it. */
export const missingZvol = (node: string | null, pool: string): Missing => ({
  fact: `zvols of pool ${pool}`,
  ...on(node),
  access: "shell",
  ...readOn(node, "zfs-get.txt", "zfs get -Hp -t filesystem,volume all"),
});

export const staleZvol = (node: string | null, pool: string, source: string): Missing => ({
  fact: `some zvols of pool ${pool}`,
  ...on(node),
  access: "shell",
  how: `${source} does not have them: take it again`,
});

export const missingRunState = (node: string | null): Missing => ({
  fact: "which guests run",
  ...on(node),
  access: "shell",
  ...readOn(node, "qm-list.txt", "qm list"),
});

export const missingReplicationState = (node: string | null): Missing => ({
  fact: "state of the replication jobs",
  ...on(node),
  access: "shell",
  ...readOn(
    node,
    "replication.json",
    `pvesh get /nodes/${node ?? "<node>"}/replication --output-format json`,
  ),
});

export const missingAgentAnswer = (node: string | null): Missing => ({
  fact: "whether the guest agent answers",
  ...on(node),
  access: "shell",
  ...readOn(node, "osinfo@<vmid>.json", "qm agent <vmid> get-osinfo"),
});

export const missingOsName = (node: string | null): Missing => ({
  fact: "name of the guest's system",
  ...on(node),
  access: "agent",
  how: `ostype win11 also covers Server 2022 and 2025; the agent names it: ${besideTheCopy(node, "osinfo@<vmid>.json", "qm agent <vmid> get-osinfo")}`,
});

export const missingPoolFill = (node: string, pool: string): Missing =>
  missingOutput(node, `fill of pool ${pool}`, "zpool-list.txt", "zpool list -Hp");

export const missingPoolProperty = (node: string, pool: string, property: string): Missing =>
  missingOutput(node, `${property} of pool ${pool}`, "zpool-get.txt", "zpool get -Hp all");

/** What `zpool status` says of a pool besides its vdevs. */
export const missingPoolState = (node: string, pool: string, what: string): Missing =>
  missingOutput(node, `${what} of pool ${pool}`, "zpool-status.txt", "zpool status -LP");

/** The pool's own ashift can be set to anything later on: the vdevs have to be asked. */
export const missingVdevAshift = (node: string, pool: string): Missing =>
  missingOutput(
    node,
    `ashift of the vdevs of pool ${pool}`,
    `zpool-ashift@${pool}.txt`,
    `zpool get -Hp ashift ${pool} all-vdevs`,
  );

export const missingDisk = (node: string, path: string): Missing =>
  missingOutput(node, `disk ${path}`, "lsblk.json", "lsblk -J -b -O");

/** No command shows it: capacitors are a matter of data sheets. */
export const undeclaredPlp = (disk: string): Missing => ({
  fact: `power-loss protection of ${disk}`,
  access: "declare",
  how: `declare plp: true or false for ${disk}`,
});
