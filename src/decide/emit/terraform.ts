import type { NewGuest } from "../../model/decision.ts";
import { storageOf, unknownWords } from "./drive-keys.ts";

type Value = string | number | boolean | readonly string[];
type Line =
  | readonly [key: string, value: Value]
  | { readonly block: string; readonly lines: readonly Line[] };

/**
 * A resource of the provider bpg/proxmox. Arguments and their defaults: its docs/resources/virtual_environment_vm.md.
 * The provider writes aio, cache and file_format also where nothing is said (older ones qcow2, the EFI disk too), so all
 * are said; its floating memory is 0 unless said, which takes the balloon device away; and it starts a guest that it made.
 */
export function terraformText(guest: NewGuest): string {
  const vm = { block: `resource "proxmox_virtual_environment_vm" "${label}"`, lines: vmLines(guest) };
  const { replication } = guest;
  if (replication === null) return `${provider}${textOf(vm)}`;
  const job = {
    block: `resource "proxmox_virtual_environment_replication" "${label}"`,
    lines: [
      ["type", "local"],
      ["target", replication.target ?? unknownWords.target],
      ["schedule", replication.schedule],
    ] as const,
  };
  // The id is made of the guest's own, which Terraform may only learn when it makes it.
  const id = `  id       = "\${proxmox_virtual_environment_vm.${label}.vm_id}-0"\n`;
  return `${provider}${textOf(vm)}\n${textOf(job).replace("{\n", `{\n${id}`)}`;
}

const label = "guest";

const provider = '# terraform { required_providers { proxmox = { source = "bpg/proxmox" } } }\n';

function vmLines(guest: NewGuest): readonly Line[] {
  const { vmid, name, tags, firmware, device } = guest;
  return [
    ...(name === null ? [] : [["name", name] as const]),
    ["node_name", guest.node ?? unknownWords.node],
    ...(vmid === null ? [] : [["vm_id", vmid] as const]),
    ...(tags.length === 0 ? [] : [["tags", tags] as const]),
    ...(firmware ? [["bios", "ovmf"] as const] : []),
    ...(firmware || device !== null ? [["machine", "q35"] as const] : []),
    ["scsi_hardware", guest.scsihw],
    ["started", false],
    ["on_boot", false],
    { block: "operating_system", lines: [["type", guest.ostype]] },
    { block: "agent", lines: [["enabled", true]] },
    {
      block: "cpu",
      lines: [
        ["cores", guest.cores],
        ["type", guest.cpu],
      ],
    },
    {
      block: "memory",
      lines: [
        ["dedicated", guest.memory],
        ["floating", guest.balloon ? guest.memory : 0],
      ],
    },
    ...(device === null ? [] : [{ block: "hostpci", lines: deviceLines(device) }]),
    ...(firmware ? firmwareBlocks(guest) : []),
    { block: "disk", lines: diskLines(guest) },
  ];
}

function deviceLines(device: string): readonly Line[] {
  const [what = ""] = device.split(",");
  const mapping = /^mapping=(.+)$/.exec(what)?.[1];
  return [
    ["device", "hostpci0"],
    mapping === undefined ? ["id", what] : ["mapping", mapping],
    ["pcie", true],
  ];
}

function firmwareBlocks(guest: NewGuest): readonly Line[] {
  const storage = storageOf(guest);
  return [
    {
      block: "efi_disk",
      lines: [
        ["datastore_id", storage],
        ["file_format", guest.drive.format],
        ["type", "4m"],
        ["pre_enrolled_keys", true],
      ],
    },
    {
      block: "tpm_state",
      lines: [
        ["datastore_id", storage],
        ["version", "v2.0"],
      ],
    },
  ];
}

function diskLines(guest: NewGuest): readonly Line[] {
  const { size, format, ssd, inForce } = guest.drive;
  return [
    ["interface", "scsi0"],
    ["datastore_id", storageOf(guest)],
    ["size", size],
    ["file_format", format],
    ...(inForce.aio === null ? [] : [["aio", inForce.aio] as const]),
    ["cache", inForce.cache],
    ["discard", "on"],
    ["iothread", true],
    ...(ssd ? [["ssd", true] as const] : []),
  ];
}

function textOf(line: Line, indent = ""): string {
  if (!("block" in line)) return "";
  const inner = `${indent}  `;
  const keys = line.lines.flatMap((part) => ("block" in part ? [] : [part[0].length]));
  const widest = Math.max(0, ...keys);
  const body = line.lines.map((part) =>
    "block" in part
      ? `\n${textOf(part, inner)}`
      : `${inner}${part[0].padEnd(widest)} = ${valueText(part[1])}\n`,
  );
  return `${indent}${line.block} {\n${body.join("")}${indent}}\n`;
}

function valueText(value: Value): string {
  if (typeof value === "string") return quoted(value);
  return typeof value === "object" ? `[${value.map(quoted).join(", ")}]` : String(value);
}

/** `${` and `%{` begin a template in HCL. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, "$&$&");
}
