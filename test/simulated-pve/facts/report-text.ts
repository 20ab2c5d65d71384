import type { NodeSnapshot } from "../../../src/model/cluster.ts";
import { guestTotals } from "../endpoints/guest-totals.ts";
import { known } from "./known.ts";
import { findmntText, lsblkText, zfsListText, zpoolListText, zpoolStatusText } from "./report-disks.ts";
import { lvsText, pvesmText, pvsText, vgsText } from "./report-volumes.ts";
import { textTable } from "./text-table.ts";

type Part = readonly [command: string, output: string];

/** What `pvereport` prints, as far as the snapshot can tell (pve-manager PVE/Report.pm, 9.2). */
export function reportText(node: NodeSnapshot, files: ReadonlyMap<string, string>): string {
  const file = (path: string): Part => [`cat /etc/pve/${path}`, files.get(path) ?? missing(path)];
  const storageCfg = files.get("storage.cfg") ?? "";
  const guests = guestsOn(node.name, files);
  const sections: readonly (readonly [title: string, parts: readonly Part[]])[] = [
    [
      "general system info",
      [["hostname", node.name], ["date -R", "Sun, 22 Nov 2026 12:00:00 +0000"], versions(node)],
    ],
    [
      "info about storage",
      [
        file("storage.cfg"),
        ["pvesm status", pvesmText(node, storageCfg)],
        ["findmnt --ascii", findmntText(node)],
      ],
    ],
    ["info about virtual guests", [["qm list", qmListText(node, guests)], ...guests.map(configOf)]],
    [
      "info about cluster",
      [["cat /etc/pve/corosync.conf 2>/dev/null", files.get("corosync.conf") ?? ""], file("datacenter.cfg")],
    ],
    ["info about replication", [file("replication.cfg")]],
    [
      "info about block devices",
      [["lsblk --ascii -M -o +HOTPLUG,ROTA,PHY-SEC,FSTYPE,MODEL,TRAN,WWN", lsblkText(node)]],
    ],
    [
      "info about volumes",
      [
        ["pvs", pvsText(node)],
        ["lvs", lvsText(node)],
        ["vgs", vgsText(node)],
        ["zpool status", zpoolStatusText(node)],
        ["zpool list -v", zpoolListText(node)],
        ["zfs list", zfsListText(node)],
      ],
    ],
  ];
  return sections.map(([title, parts]) => `\n==== ${title} ====\n${parts.map(printed).join("")}`).join("");
}

function printed([line, output]: Part): string {
  return `\n# ${line}\n${output.endsWith("\n") ? output : `${output}\n`}`;
}

function missing(path: string): string {
  return `cat: /etc/pve/${path}: No such file or directory\n`;
}

function versions(node: NodeSnapshot): Part {
  const kernel = known(node.kernel) ?? "7.0.14-2-pve";
  const lines = Object.entries(known(node.packages) ?? {}).map(([name, version]) => {
    if (name === "proxmox-ve") return `${name}: ${version} (running kernel: ${kernel})`;
    return name === "pve-manager"
      ? `${name}: ${version} (running version: ${version}/0)`
      : `${name}: ${version}`;
  });
  return ["pveversion --verbose", lines.join("\n")];
}

interface Guest {
  readonly vmid: string;
  readonly text: string;
}

function guestsOn(node: string, files: ReadonlyMap<string, string>): readonly Guest[] {
  const prefix = `nodes/${node}/qemu-server/`;
  const own = [...files].filter(([path]) => path.startsWith(prefix));
  return own.map(([path, text]) => ({ vmid: path.slice(prefix.length).replace(".conf", ""), text }));
}

function configOf({ vmid, text }: Guest): Part {
  return [`cat /etc/pve/qemu-server/${vmid}.conf`, `${text}\n`];
}

function qmListText(node: NodeSnapshot, guests: readonly Guest[]): string {
  const rows = guests.map(({ vmid, text }) => {
    const { name, memory, disk } = guestTotals(text);
    const running = known(node.running)?.[vmid] === true;
    const sizes = [String(memory / 2 ** 20), (disk / 2 ** 30).toFixed(2)];
    return [
      "",
      vmid,
      name,
      running ? "running" : "stopped",
      ...sizes,
      running ? String(1000 + Number(vmid)) : "0",
    ];
  });
  const header = ["     ", "VMID", "NAME", "STATUS", "MEM(MB)", "BOOTDISK(GB)", "PID"];
  return textTable([header, ...rows], new Set([1, 5]));
}
