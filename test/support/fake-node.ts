import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { factsScript, type LocalMachine, localMachine } from "../../src/index.ts";
import type { TemporaryFolder } from "./temporary-folder.ts";

/** The demo cluster, whose facts/<node>/ the fake commands replay. */
export const demoCluster = fileURLToPath(new URL("../../fixtures/three-node-homelab", import.meta.url));

/** Runs the facts script for real, on a node that is made of the demo's outputs. */
export function runFactsScript(
  folder: TemporaryFolder,
  node: string,
  commands: Readonly<Record<string, string>> = {},
  pve: string = demoCluster,
): Buffer {
  return execFileSync("sh", ["-s"], {
    input: scriptOn(pve, node),
    env: { PATH: putCommands(folder, node, commands) },
    maxBuffer: 1e9,
  });
}

/** This machine as if it were that node. */
export function fakeNode(
  folder: TemporaryFolder,
  node: string,
  commands: Readonly<Record<string, string>> = {},
): LocalMachine {
  const machine = localMachine({ env: { PATH: putCommands(folder, node, commands) } });
  return { isNode: () => true, run: () => machine.run(scriptOn(demoCluster, node)) };
}

const scriptOn = (pve: string, node: string): string =>
  factsScript().replaceAll("/etc/pve", pve).replaceAll("/etc/proxmox-backup", `${demoCluster}/facts/${node}`);

/** A PATH with the fake commands first, in `bin` or another folder. */
export function putCommands(
  folder: TemporaryFolder,
  node: string,
  commands: Readonly<Record<string, string>>,
  bin = "bin",
): string {
  const facts = `${demoCluster}/facts/${node}`;
  for (const [name, body] of Object.entries({ ...fakeCommands(node, facts), ...commands })) {
    const path = folder.put(`${bin}/${name}`, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
  }
  return `${folder.at(bin)}:/usr/bin:/bin`;
}

/** A folder does not say when its files were taken; a run of the script does. */
export function undated<T>(told: T): T {
  const text = JSON.stringify(told, (key, value: unknown) => (key === "readAt" ? undefined : value));
  return JSON.parse(text) as T; // the same shape without an optional key
}

function fakeCommands(node: string, facts: string): Readonly<Record<string, string>> {
  const replay = (file: string): string => `/bin/cat "${facts}/${file}"`;
  return {
    uname: `case "$*" in -n) echo ${node}.example.org ;; *) ${replay("uname.txt")} ;; esac`,
    pveversion: replay("pveversion.txt"),
    findmnt: replay("findmnt.json"),
    lsblk: replay("lsblk.json"),
    lvs: replay("lvs.json"),
    vgs: replay("vgs.json"),
    pvesm: replay("pvesm-status.txt"),
    qm: `case "$1" in agent) /bin/cat "${facts}/osinfo@$2.json" ;; *) ${replay("qm-list.txt")} ;; esac`,
    pvesh: replay("replication.json"),
    grep: `case "$*" in *agent*) exec /bin/grep "$@" ;; esac\n${replay("cron.txt")}`,
    systemctl: `case "$1" in list-timers) ${replay("list-timers.json")} ;; *) ${replay("list-unit-files.json")} ;; esac`,
    // a ZFS before 2.3 knows no property direct
    zfs: `case "$*" in *" direct") exit 2 ;; esac\n${replay("zfs-get.txt")}`,
    zpool: `case "$*" in
status*) ${replay("zpool-status.txt")} ;;
"list -Hp") ${replay("zpool-list.txt")} ;;
list*) cut -f 1 "${facts}/zpool-list.txt" ;;
"get -Hp all") ${replay("zpool-get.txt")} ;;
"get -H "*) exit 0 ;;
*) shift 5; /bin/cat "${facts}/zpool-ashift@$1.txt" ;;
esac`,
    cat: `case "$1" in
/proc/spl/*) ${replay("arcstats.txt")} ;;
/sys/module/*) ${replay("zfs_arc_max.txt")} ;;
/proc/meminfo) ${replay("meminfo.txt")} ;;
*) exec /bin/cat "$@" ;;
esac`,
  };
}
