import { intentOfTag } from "../../model/intent.ts";
import { parseDriveKey } from "../../model/syntax/drive-key.ts";
import { driveFormats } from "../../model/syntax/drive-schema.ts";
import { guestOptions, type OptionType } from "../../model/syntax/guest-options.ts";
import { isConfigId, isStorageId } from "../../model/syntax/text-formats.ts";
import type { Aliases } from "./aliases.ts";
import { redacted } from "./known-words.ts";
import { mapList } from "./lists.ts";
import { redactVolume } from "./paths.ts";
import { type Redactor, redactProperties } from "./properties.ts";

/** The redacted value of a guest's option, before it is checked that Proxmox VE still reads it alike. */
export function guestValueRedactor(aliases: Aliases): (key: string, value: string) => string {
  const texts = textRedactors(aliases);
  const properties = propertyRedactors(aliases);
  return (key, value) => {
    const named = texts.get(key);
    if (named !== undefined) return named(value);
    const drive = parseDriveKey(key);
    if (drive !== undefined) return redactProperties(value, driveFormats[drive.bus], properties);
    const type = guestOptions.get(key);
    if (type?.kind === "properties") return redactProperties(value, type.format, properties);
    return type === undefined ? redacted : plainValue(key, type, value);
  };
}

/** Words of an option's vocabulary; another word is as good as none. */
const vocabulary: ReadonlyMap<string, RegExp> = new Map([
  ["arch", /^(?:x86_64|aarch64)$/],
  ["bios", /^(?:seabios|ovmf)$/],
  ["citype", /^(?:configdrive2|nocloud|opennebula)$/],
  ["hugepages", /^(?:any|2|1024)$/],
  ["keyboard", /^[a-z]{2}(?:-[a-z]{2})?$/],
  ["lock", /^(?:backup|clone|create|migrate|rollback|snapshot|snapshot-delete|suspending|suspended)$/],
  ["ostype", /^(?:other|wxp|w2k|w2k3|w2k8|wvista|win7|win8|win10|win11|l24|l26|solaris)$/],
  ["runningmachine", /^[a-z]{1,4}(?:-[a-z0-9]{1,8})?-\d+(?:\.\d+)+(?:\+pve\d+)?$/],
  ["scsihw", /^(?:lsi|lsi53c810|virtio-scsi-pci|virtio-scsi-single|megasas|pvscsi)$/],
  ["serial", /^(?:socket|\/dev\/ttyS\d+)$/],
  ["parallel", /^\/dev\/parport\d+$/],
]);

/** Formats of numbers and fixed words. */
const tellingNothing: ReadonlySet<string> = new Set(["affinity", "bootdisk", "hotplug", "startup"]);

function plainValue(key: string, type: OptionType, value: string): string {
  if (type.kind === "text")
    return vocabulary.get(key.replace(/\d+$/, ""))?.test(value) === true ? value : redacted;
  if (type.kind === "format") return tellingNothing.has(key) && type.accepts(value) ? value : redacted;
  return /^(?:[\d.]{1,20}|on|off|yes|no|true|false)$/i.test(value) ? value : redacted;
}

/** Options whose whole value is one thing, or a list of things, that identify somebody. */
function textRedactors(aliases: Aliases): ReadonlyMap<string, Redactor> {
  const volume: Redactor = (value) => redactVolume(value, aliases);
  return new Map<string, Redactor>([
    ["args", (value) => (/\bapplesmc\b/.test(value) ? `-device isa-applesmc,osk=${redacted}` : redacted)],
    [
      "cicustom",
      (value) => value.replace(/=[^,]*/g, `=local:snippets/${redacted}`).replace(/^[^=]*$/, redacted),
    ],
    ["hookscript", volume],
    ["name", (value) => aliases.name("guest", value)],
    ["nameserver", (value) => mapList(value, aliases.address)],
    ["parent", (value) => aliases.name("snap", value)],
    ["tags", (value) => mapList(value, (tag) => redactTag(tag, aliases))],
    ["vmgenid", aliases.uuid],
    ["vmstate", volume],
    ["vmstatestorage", (value) => (isStorageId(value) ? aliases.name("storage", value) : redacted)],
    ["fleecing-images", (value) => mapList(value, volume)],
  ]);
}

/** Proxmox VE lower-cases tags. */
function redactTag(tag: string, aliases: Aliases): string {
  return intentOfTag(tag) !== undefined ? tag : aliases.name("tag", tag.toLowerCase());
}

/** Keys of property strings, whatever option they belong to. */
function propertyRedactors(aliases: Aliases): ReadonlyMap<string, Redactor> {
  const base64: Redactor = () => "cmVkYWN0ZWQ=";
  const fixed: Redactor = () => redacted;
  const mapping: Redactor = (value) => (isConfigId(value) ? aliases.name("map", value) : redacted);
  return new Map<string, Redactor>([
    ["file", (value) => redactVolume(value, aliases)],
    ["serial", aliases.serial],
    ["model", (value) => (guestModel.test(value) ? value : redacted)],
    ["wwn", aliases.wwn],
    ["product", fixed],
    ["vendor", fixed],
    ["macaddr", aliases.mac],
    ["bridge", (value) => aliases.name("name", value)],
    ["mapping", mapping],
    ["dirid", mapping],
    ["romfile", fixed],
    ["mdev", fixed],
    ["name", fixed],
    ["uuid", aliases.uuid],
    ...["family", "manufacturer", "sku", "version"].map(
      (key) => [key, key === "version" ? versionOf : base64] as const,
    ),
    [
      "cputype",
      (value) =>
        value.startsWith("custom-") ? `custom-${aliases.name("name", value.slice(7))}` : fixedWord(value),
    ],
    ["reported-model", fixedWord],
    ["hv-vendor-id", fixed],
    ["ip", (value) => redactNetwork(value, aliases)],
    ["ip6", (value) => redactNetwork(value, aliases)],
    ["gw", aliases.address],
    ["gw6", aliases.address],
  ]);
}

/** Models of network cards and watchdogs; an IDE disk's model is free text. */
const guestModel =
  /^(?:virtio|vmxnet3|rtl8139|pcnet|ne2k_(?:isa|pci)|e1000e?(?:-8254\d[a-z]{2})?|i8255\d[a-z]*|i6300esb|ib700)$/;

/** Of a TPM `v2.0`; of SMBIOS base64. */
const versionOf: Redactor = (value) => (/^v\d\.\d$/.test(value) ? value : "cmVkYWN0ZWQ=");

/** CPU models of QEMU are words out of a list that grows. */
const fixedWord: Redactor = (value) =>
  /^[a-zA-Z][a-zA-Z0-9_.-]{1,30}$/.test(value) && !/\d{7}/.test(value) ? value : redacted;

function redactNetwork(value: string, aliases: Aliases): string {
  if (value === "dhcp" || value === "auto") return value;
  const [address = "", prefix] = value.split("/");
  return prefix === undefined || !/^\d{1,3}$/.test(prefix)
    ? redacted
    : `${aliases.address(address)}/${prefix}`;
}
