/** What a drive's volume text names. */
export type Volume =
  | { readonly kind: "none"; readonly text: "none" | "cdrom" }
  | { readonly kind: "path"; readonly text: string; readonly path: string }
  | {
      readonly kind: "volume";
      readonly text: string;
      readonly storage: string;
      /** All after the first colon. */
      readonly name: string;
    };

// pve-storage Storage/Plugin.pm parse_volume_id, 9.1.7
const volumeId = /^([a-z][a-z0-9\-_.]*[a-z0-9]):(.+)$/is;

/**
 * What the text names. A bare file name is how configs before 2.0 wrote a volume on `local`; it needs `legacy`
 * (qemu-server QemuServer.pm filename_to_volume_id). Without it, and for any other text, the text counts as a path.
 */
export function parseVolume(
  text: string,
  legacy?: { readonly vmid: number; readonly cdrom: boolean },
): Volume {
  if (text === "none" || text === "cdrom") return { kind: "none", text };
  const match = volumeId.exec(text);
  if (match?.[1] !== undefined && match[2] !== undefined) {
    return { kind: "volume", text, storage: match[1], name: match[2] };
  }
  if (legacy === undefined || text === "" || /[/:]/.test(text)) return { kind: "path", text, path: text };
  const name = legacy.cdrom ? `iso/${text}` : `${legacy.vmid}/${text}`;
  return { kind: "volume", text, storage: "local", name };
}

export interface VolumeName {
  /** `iso` and the like hold no guest's disk. */
  readonly content: "images" | "iso" | "vztmpl" | "backup" | "snippets" | "import";
  /** The guest the volume belongs to, by its name; undefined: the name does not say. */
  readonly owner: number | undefined;
  /** By name and storage type alone; `unknown` where Proxmox VE could not tell either. */
  readonly format: "raw" | "qcow2" | "vmdk" | "subvol" | "iso" | "unknown";
  /** A linked clone's base, as it stands in the name; undefined: no linked clone. */
  readonly base: string | undefined;
  /** A template's image, that linked clones stand on. */
  readonly isBase: boolean;
  readonly isIso: boolean;
}

/** Storage types whose volumes are files (pve-storage plugins, 9.1.7). */
export const fileStorageTypes: ReadonlySet<string> = new Set([
  "dir",
  "nfs",
  "cifs",
  "cephfs",
  "glusterfs",
  "btrfs",
]);

/** Reads a volume's name as the storage's plugin does; undefined type: the storage is not defined, the name decides. */
export function volumeName(storageType: string | undefined, name: string): VolumeName {
  const isFile =
    storageType === undefined ? /^(?:\d+|[a-z]+)\//.test(name) : fileStorageTypes.has(storageType);
  return isFile ? fileVolume(name) : blockVolume(storageType, name);
}

const ownContent = /^(iso|vztmpl|backup|snippets|import)\//;
const fileName = /^(?:(\d+\/[^/\s]+)\/)?(\d+)\/([^/\s]+)$/;

function fileVolume(name: string): VolumeName {
  const content = contentOf(ownContent.exec(name)?.[1]);
  const isIso = content === "iso";
  if (content !== "images") {
    return {
      content,
      owner: undefined,
      format: isIso ? "iso" : "unknown",
      base: undefined,
      isBase: false,
      isIso,
    };
  }
  const match = fileName.exec(name);
  const file = match?.[3] ?? name;
  return {
    content,
    owner: match?.[2] === undefined ? undefined : Number(match[2]),
    format: formatOf(/\.(raw|qcow2|vmdk|subvol)$/.exec(file)?.[1]),
    base: match?.[1],
    isBase: file.startsWith("base-"),
    isIso,
  };
}

function contentOf(text: string | undefined): VolumeName["content"] {
  const contents = ["iso", "vztmpl", "backup", "snippets", "import"] as const;
  return contents.find((content) => content === text) ?? "images";
}

function formatOf(extension: string | undefined): VolumeName["format"] {
  const formats = ["raw", "qcow2", "vmdk", "subvol"] as const;
  return formats.find((format) => format === extension) ?? "unknown";
}

const blockName = /^(?:(base(?:vol)?-\d+-[^/\s]+)\/)?((?:vm|base|basevol|subvol)-(\d+)-[^/\s]+)$/;

function blockVolume(storageType: string | undefined, name: string): VolumeName {
  const match = blockName.exec(name);
  const own = match?.[2] ?? name;
  return {
    content: "images",
    owner: match?.[3] === undefined ? undefined : Number(match[3]),
    format: blockFormat(storageType, own),
    base: match?.[1],
    isBase: own.startsWith("base-") || own.startsWith("basevol-"),
    isIso: false,
  };
}

/** Only a thick LV can hold a qcow2 volume, and its name says so (pve-storage LVMPlugin.pm, 9.1). */
function blockFormat(storageType: string | undefined, name: string): VolumeName["format"] {
  if (/^(?:subvol|basevol)-/.test(name)) return "subvol";
  const mayBeQcow2 = storageType === "lvm" || storageType === undefined;
  return mayBeQcow2 && name.endsWith(".qcow2") ? "qcow2" : "raw";
}

const linkedClone = /^(?:\d+\/[^/\s]+\/(?=\d+\/)|base(?:vol)?-\d+-[^/\s]+\/)/;

/** The name without a linked clone's base: what the volume itself is called. */
export function ownName(name: string): string {
  return name.replace(linkedClone, "");
}
