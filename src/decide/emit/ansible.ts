import type { NewGuest } from "../../model/decision.ts";
import { storageOf, unknownWords } from "./drive-keys.ts";

type Line = readonly [key: string, value: string | number | boolean | readonly Line[]];

/**
 * Tasks for the collection community.proxmox (proxmox_kvm.py, proxmox_disk.py). The disk comes second, so the boot
 * order has to come third: Proxmox VE works it out only for disks that are there when the guest is made.
 */
export function ansibleText(guest: NewGuest): string {
  const name = nameOf(guest);
  const node = guest.node ?? unknownWords.node;
  const which: readonly Line[] = guest.vmid === null ? [["name", name]] : [["vmid", guest.vmid]];
  const tasks = [
    task(`make ${name}`, "proxmox_kvm", kvmLines(guest, name, node)),
    task(`disk of ${name}`, "proxmox_disk", [...which, ...diskLines(guest)]),
    task(`boot order of ${name}`, "proxmox_kvm", [
      ...which,
      ...(guest.vmid === null ? [] : [["name", name] as const]),
      ["node", node],
      ["boot", "order=scsi0"],
      ["update", true],
    ]),
  ];
  return tasks.join("\n") + replicationComment(guest);
}

/** The module wants a name. */
function nameOf({ name, vmid }: NewGuest): string {
  return name ?? (vmid === null ? "new-guest" : `vm-${vmid}`);
}

function kvmLines(guest: NewGuest, name: string, node: string): readonly Line[] {
  const { vmid, firmware, device, tags } = guest;
  return [
    ["name", name],
    ["node", node],
    ...(vmid === null ? [] : [["vmid", vmid] as const]),
    ["ostype", guest.ostype],
    ...(firmware ? [["bios", "ovmf"] as const] : []),
    ...(firmware || device !== null ? [["machine", "q35"] as const] : []),
    ["cores", guest.cores],
    ["cpu", guest.cpu],
    ["memory", guest.memory],
    ...(guest.balloon ? [] : [["balloon", 0] as const]),
    ["agent", "enabled=1"],
    ["scsihw", guest.scsihw],
    ...(device === null ? [] : [["hostpci", [["hostpci0", device]]] as const]),
    ...(tags.length === 0 ? [] : [["tags", tags.map((tag) => ["-", tag] as const)] as const]),
    ...(firmware ? firmwareLines(storageOf(guest)) : []),
    ["state", "present"],
  ];
}

function firmwareLines(storage: string): readonly Line[] {
  return [
    [
      "efidisk0",
      [
        ["storage", storage],
        ["efitype", "4m"],
        ["pre_enrolled_keys", true],
      ],
    ],
    [
      "tpmstate0",
      [
        ["storage", storage],
        ["version", "2.0"],
      ],
    ],
  ];
}

function diskLines(guest: NewGuest): readonly Line[] {
  const { size, aio, cache, ssd } = guest.drive;
  return [
    ["disk", "scsi0"],
    ["storage", storageOf(guest)],
    ["size", String(size)],
    ...(aio === null ? [] : [["aio", aio] as const]),
    ...(cache === null ? [] : [["cache", cache] as const]),
    ["discard", "on"],
    ["iothread", true],
    ...(ssd ? [["ssd", true] as const] : []),
    ["state", "present"],
  ];
}

/** The collection has no module for replication jobs. */
function replicationComment({ replication, vmid }: NewGuest): string {
  if (replication === null) return "";
  const id = `${vmid ?? unknownWords.vmid}-0`;
  return `\n# community.proxmox has no module for replication; on the node:\n#   pvesr create-local-job ${id} ${replication.target ?? unknownWords.target} --schedule '${replication.schedule}'\n`;
}

function task(name: string, module: string, lines: readonly Line[]): string {
  return `- name: ${quoted(name)}\n  community.proxmox.${module}:\n${linesText(lines, "    ")}`;
}

function linesText(lines: readonly Line[], indent: string): string {
  return lines
    .map(([key, value]) => {
      if (typeof value === "object") return `${indent}${key}:\n${linesText(value, `${indent}  `)}`;
      return `${indent}${key === "-" ? "-" : `${key}:`} ${typeof value === "string" ? quoted(value) : value}\n`;
    })
    .join("");
}

/** A JSON string is a YAML string. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
