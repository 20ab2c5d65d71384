import { isDriveKey } from "./drive-key.ts";
import { splitList } from "./split-list.ts";
import { isTag } from "./tags.ts";

/** Checks of values that are not property strings; each says whether Proxmox VE takes the text. */
export type TextFormat = (value: string) => boolean;

// pve-storage Storage/Plugin.pm parse_volume_id, 9.1.7
const volumeId = /^[a-z][a-z0-9\-_.]*[a-z0-9]:.+$/i;
const storageId = /^[a-z][a-z0-9\-_.]*[a-z0-9]$/i;
const dnsLabel = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const dnsName = new RegExp(`^(?:${dnsLabel}\\.)*${dnsLabel}$`);
const configId = /^[a-z][a-z0-9_-]+$/i;
const urlencoded = /^[-%a-zA-Z0-9_.!~*'()]*$/;
const cpuSet = /^\s*\d+(?:-\d+)?(?:\s*,\s*\d+(?:-\d+)?)*\s*$/;
const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const ipv6 = /^[0-9a-fA-F:.]{2,45}(?:%\w{1,15})?$/;
const startupPart = /^(?:(?:order=)?\d+|up=\d+|down=\d+|\s*)$/;
const hotplugFeature = /^(?:network|disk|cpu|memory|usb|cloudinit)$/;
const bootDevice = /^(?:net|usb|hostpci)\d+$/;

export const isVolumeId: TextFormat = (value) => volumeId.test(value);
export const isStorageId: TextFormat = (value) => storageId.test(value);
export const isDnsName: TextFormat = (value) => dnsName.test(value);
export const isConfigId: TextFormat = (value) => configId.test(value);
export const isUrlencoded: TextFormat = (value) => urlencoded.test(value);
export const isCpuSet: TextFormat = (value) => cpuSet.test(value);
export const isAddress: TextFormat = (value) => ipv4.test(value) || (value.includes(":") && ipv6.test(value));
export const isStartup: TextFormat = (value) => value.split(",").every((part) => startupPart.test(part));

/** A drive's volume: `none`, `cdrom`, an absolute path or a volume id (qemu-server Drive.pm, 9.2.6). */
export const isDriveFile: TextFormat = (value) =>
  value === "none" || value === "cdrom" || value.startsWith("/") || isVolumeId(value);

export const isBootDevice: TextFormat = (value) =>
  bootDevice.test(value) || (isDriveKey(value) && !value.startsWith("unused"));

export const isHotplug: TextFormat = (value) =>
  value === "0" || value === "1" || splitList(value).every((feature) => hotplugFeature.test(feature));

/** A list whose every item passes; an empty list passes. */
export function listOf(check: TextFormat): TextFormat {
  return (value) => splitList(value).every(check);
}

export const isTagList = listOf(isTag);
