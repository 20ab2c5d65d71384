import type { BlockDevice } from "../../../src/model/cluster.ts";
import type { JsonObject } from "../reply.ts";

/** The rows of disks/list with partitions: whole disks, neither zvols nor LUNs of an iSCSI session (Diskmanage.pm). */
export function diskRows(devices: readonly BlockDevice[]): readonly JsonObject[] {
  return devices.filter(isLocalDisk).flatMap((disk) => [diskRow(disk), ...partitionsOf(disk)]);
}

function isLocalDisk({ name, type, transport }: BlockDevice): boolean {
  return type === "disk" && transport !== "iscsi" && /^(?:sd|nvme|vd|xvd)/.test(name);
}

function diskRow(disk: BlockDevice): JsonObject {
  const kind = kindOf(disk);
  const serial = disk.serial ?? "unknown";
  const model = disk.model ?? "unknown";
  return {
    devpath: pathOf(disk),
    by_id_link: `/dev/disk/by-id/ata-${model}_${serial}`.replaceAll(" ", "_"),
    type: kind,
    model,
    vendor: disk.transport === "sas" ? "SEAGATE" : "ATA",
    serial,
    wwn: "unknown",
    size: disk.size ?? 0,
    rpm: kind === "hdd" ? "7200" : 0,
    health: "PASSED",
    wearout: kind === "hdd" ? "N/A" : 97,
    gpt: disk.children.length > 0 ? 1 : 0,
    used: usedBy(disk) ?? "",
    osdid: -1,
    "osdid-list": null,
  };
}

function partitionsOf(disk: BlockDevice): readonly JsonObject[] {
  const parts = disk.children.filter(({ type }) => type === "part");
  return parts.map((part) => ({
    devpath: pathOf(part),
    parent: pathOf(disk),
    type: "partition",
    size: part.size ?? 0,
    used: usedBy(part) ?? "",
    gpt: 1,
    osdid: -1,
    "osdid-list": null,
  }));
}

function kindOf({ name, rotational, transport }: BlockDevice): "nvme" | "usb" | "hdd" | "ssd" | "unknown" {
  if (name.startsWith("nvme")) return "nvme";
  if (transport === "usb") return "usb";
  if (rotational === undefined) return "unknown";
  return rotational ? "hdd" : "ssd";
}

function pathOf({ name, path }: BlockDevice): string {
  return path ?? `/dev/${name}`;
}

/** Of a whole disk: what its partitions are used for; the most telling first. */
function usedBy(device: BlockDevice): string | undefined {
  if (device.fstype === "zfs_member") return "ZFS";
  if (device.fstype === "LVM2_member") return "LVM";
  if (device.mountpoints.length > 0) return "mounted";
  const inside = device.children.map(usedBy);
  const use = ["ZFS", "LVM", "mounted"].find((word) => inside.includes(word));
  return use ?? device.fstype ?? (device.children.length > 0 ? "partitions" : undefined);
}
