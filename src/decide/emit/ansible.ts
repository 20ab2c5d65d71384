import type { NewGuest } from "../../model/decision.ts";
import { driveText, storageOf, unknownWords } from "./drive-keys.ts";
import { qmCommands } from "./qm.ts";

type Value = string | number | boolean | readonly string[] | readonly Line[];
type Line = readonly [key: string, value: Value];

/** Tasks for the collection community.proxmox (proxmox_kvm.py), which has no module for replication jobs. */
export function ansibleText(guest: NewGuest): string {
  const name = nameOf(guest);
  const make = task(`make ${name}`, [["community.proxmox.proxmox_kvm", kvmLines(guest, name)]]);
  return [`${access}${make}`, ...replicationTasks(guest, name)].join("\n");
}

/** The module takes them from either place. */
const access =
  "# Access: api_host, api_user and api_password or a token, or PROXMOX_HOST, PROXMOX_USER, PROXMOX_PASSWORD\n";

/** The module wants a name. */
function nameOf({ name, vmid }: NewGuest): string {
  return name ?? (vmid === null ? "new-guest" : `vm-${vmid}`);
}

function kvmLines(guest: NewGuest, name: string): readonly Line[] {
  const { vmid, firmware, device, tags } = guest;
  return [
    ["name", name],
    ["node", guest.node ?? unknownWords.node],
    ...(vmid === null ? [] : [["vmid", vmid] as const]),
    ["ostype", guest.ostype],
    ...(firmware ? [["bios", "ovmf"] as const] : []),
    ...(firmware || device !== null ? [["machine", "q35"] as const] : []),
    ["cores", guest.cores],
    ["cpu", guest.cpu],
    ["memory", guest.memory],
    ...(guest.balloon ? [] : [["balloon", 0] as const]),
    ["agent", "enabled=1"],
    ...(device === null ? [] : [["hostpci", [["hostpci0", device]]] as const]),
    ...(tags.length === 0 ? [] : [["tags", tags] as const]),
    ["scsihw", guest.scsihw],
    ...(firmware ? firmwareLines(guest) : []),
    ["scsi", [["scsi0", driveText(guest)]]],
    ["state", "present"],
  ];
}

/** The module hands on every key of efidisk0: a format that is not said becomes `format=None`, which the API refuses. */
function firmwareLines(guest: NewGuest): readonly Line[] {
  const storage = storageOf(guest);
  return [
    [
      "efidisk0",
      [
        ["storage", storage],
        ["format", guest.drive.format],
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

/** The command itself, on its node; a job that is there already is left as it is. */
function replicationTasks(guest: NewGuest, name: string): readonly string[] {
  return qmCommands(guest)
    .slice(1)
    .map(({ argv }) =>
      task(`replicate ${name}`, [
        ["ansible.builtin.command", [["argv", argv]]],
        ["delegate_to", guest.node ?? unknownWords.node],
        ["register", "replication"],
        ["changed_when", "replication.rc == 0"],
        ["failed_when", "replication.rc != 0 and 'already exists' not in replication.stderr"],
      ]),
    );
}

function task(name: string, lines: readonly Line[]): string {
  return `- name: ${valueText(name)}\n${linesText(lines, "  ")}`;
}

function linesText(lines: readonly Line[], indent: string): string {
  return lines
    .map(([key, value]) => {
      if (typeof value !== "object") return `${indent}${key}: ${valueText(value)}\n`;
      return `${indent}${key}:\n${insideText(value, `${indent}  `)}`;
    })
    .join("");
}

function insideText(value: readonly string[] | readonly Line[], indent: string): string {
  return value
    .map((part) => (typeof part === "string" ? `${indent}- ${valueText(part)}\n` : linesText([part], indent)))
    .join("");
}

/** A JSON string is a YAML string; one in which Ansible would see a template is marked as none. */
function valueText(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  return `${/\{[{%#]/.test(value) ? "!unsafe " : ""}${JSON.stringify(value)}`;
}
