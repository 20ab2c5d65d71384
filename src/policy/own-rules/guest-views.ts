import type { DriveSettings, Setting } from "../../model/drive.ts";
import { type Fact, known, type Missing, mapFact, unknown } from "../../model/fact.ts";
import { missingStorage, missingVersion } from "../../model/missing.ts";
import type { ResolvedDrive, ResolvedGuest } from "../../model/resolved.ts";
import { type Field, fact, field, part, parts, type View, viewOf } from "./view.ts";

const here = <T>(value: T): Fact<T> => known(value, "");

const settingText: View<Setting<string | null>> = viewOf("TextSetting", {
  value: field("string", "absent where the setting does not apply: aio on librbd", ({ value }) => value),
  origin: field("string", "configured, default or ignored", ({ origin }) => origin),
  because: field("string", "one clause: why this value", ({ because }) => because),
});

const settingFlag: View<Setting<boolean | null>> = viewOf("BoolSetting", {
  value: field("bool", "absent where the setting does not apply: ssd on virtio", ({ value }) => value),
  origin: field("string", "configured, default or ignored", ({ origin }) => origin),
  because: field("string", "one clause: why this value", ({ because }) => because),
});

type Texts = "cache" | "writeCache" | "aio" | "discard" | "detectZeroes";
type Flags = "direct" | "noFlush" | "iothread" | "ssd";

const words = (key: Texts, about: string) =>
  part(
    "TextSetting",
    about,
    () => settingText,
    (all: DriveSettings) => here(all[key]),
  );
const flag = (key: Flags, about: string) =>
  part(
    "BoolSetting",
    about,
    () => settingFlag,
    (all: DriveSettings) => here(all[key]),
  );

const settings: Readonly<Record<keyof DriveSettings, Field<DriveSettings>>> = {
  cache: words("cache", "none, writethrough, writeback, unsafe or directsync"),
  direct: flag("direct", "O_DIRECT: past the node's page cache"),
  noFlush: flag("noFlush", "the guest's flushes are thrown away"),
  writeCache: words("writeCache", "on or off, as the guest sees it; absent on machine < 10"),
  aio: words("aio", "io_uring, native or threads; absent on librbd and libiscsi"),
  discard: words("discard", "unmap or ignore"),
  detectZeroes: words("detectZeroes", "on, off or unmap"),
  iothread: flag("iothread", "absent on ide and sata"),
  ssd: flag("ssd", "as the guest sees it; absent on virtio"),
};

const settingsView: View<DriveSettings> = viewOf("Settings", settings);

/** The id that a drive names, also where storage.cfg does not have it. */
const storageId = ({ volume }: ResolvedDrive): string | null =>
  volume.kind === "volume" ? volume.storage : null;

function backingOf({ backing, driver, fileSystem, storage, volume }: ResolvedDrive): Fact<string> {
  if (backing !== "unknown") return here(backing);
  if (storage === undefined && volume.kind === "volume") return unknown(missingStorage(volume.storage));
  if (!fileSystem.known) return fileSystem;
  return driver.known
    ? unknown({
        fact: `what carries ${volume.text}`,
        access: "shell",
        how: "its storage's type is not one of Proxmox VE's own",
      })
    : driver;
}

function storageTypeOf({ storage, volume }: ResolvedDrive): Fact<string | null> {
  if (storage !== undefined) return here(storage.entry.type);
  return volume.kind === "volume" ? unknown(missingStorage(volume.storage)) : here(null);
}

export const driveView: View<ResolvedDrive> = viewOf("Drive", {
  guest: part(
    "Guest",
    "the guest it belongs to",
    () => guestView,
    ({ guest }) => here(guest),
  ),
  key: field("string", "scsi0", ({ key }) => key),
  bus: field("string", "ide, sata, scsi or virtio", ({ bus }) => bus),
  volume: field("string", "tank:vm-101-disk-0, or an absolute path", ({ volume }) => volume.text),
  storage: field("string", "id of the storage; absent for an absolute path", storageId),
  storageType: fact("string", "zfspool, lvm, dir …; absent for an absolute path", storageTypeOf),
  shared: fact("bool", "its storage is shared", ({ shared }) => shared),
  replicated: fact("bool", "covered by an enabled replication job", ({ replicated }) => replicated),
  backing: fact(
    "string",
    "zvol, dataset-file, file, thick-lv, thin-lv, qcow2-lv, rbd, krbd, lun, iscsi or path",
    backingOf,
  ),
  medium: fact("string", "ssd or hdd", ({ medium }) => medium),
  onZfs: fact("bool", "its bytes end up on ZFS of the node", ({ onZfs }) => onZfs),
  format: field("string", "raw, qcow2, vmdk: by the volume's name", ({ format }) => format),
  options: field("map<string, string>", "what is written, without the volume", ({ options }) => options),
  settings: part(
    "Settings",
    "what is in force",
    () => settingsView,
    (drive) => drive.settings,
  ),
  intents: field("list<string>", "what was declared of it and of its guest", ({ intents }) => [
    ...intents.keys(),
  ]),
});

function laneOf({ lane, laneReasons, vmid }: ResolvedGuest): Fact<string> {
  if (lane !== "unknown") return here(lane);
  const how = laneReasons.map(({ text }) => text).join("; ");
  return unknown({ fact: `lane of ${vmid}`, access: "shell", how });
}

function pinnedOf({ pinned, vmid }: ResolvedGuest): Fact<readonly string[]> {
  const [first, ...more] = pinned.flatMap(({ certain, key }): readonly Missing[] => {
    const how =
      "storage.cfg, mapping/pci.cfg or the versions of its node settle it: copy /etc/pve whole, with facts";
    return certain ? [] : [{ fact: `whether ${key} pins ${vmid}`, access: "shell", how }];
  });
  return first === undefined ? here(pinned.map(({ key }) => key)) : unknown(first, ...more);
}

function machineOf({ machine, node }: ResolvedGuest): Fact<string> {
  return machine.certain
    ? here(`${machine.major}.${machine.minor}`)
    : unknown(missingVersion(node, "pve-qemu-kvm"));
}

const optionsOf = ({ conf }: ResolvedGuest): Readonly<Record<string, string>> =>
  Object.fromEntries([...conf.current.entries.values()].map(({ key, value }) => [key, value]));

export const guestView: View<ResolvedGuest> = viewOf("Guest", {
  vmid: field("int", "101", ({ vmid }) => vmid),
  name: field("string", "as Proxmox VE shows it", ({ name }) => name),
  node: field("string", "absent where the source does not say", ({ node }) => node),
  template: field("bool", "it is a template", ({ template }) => template),
  tags: field("list<string>", "its tags", ({ tags }) => tags),
  os: field("string", "linux, windows or other", ({ quadrant }) => quadrant.os),
  role: field("string", "generalized or specialty", ({ quadrant }) => quadrant.role),
  lane: fact("string", "shared, replicated, local or none", laneOf),
  pinned: fact("list<string>", "keys that Proxmox VE would refuse to move, hostpci0", pinnedOf),
  devicePinned: fact("bool", "a device holds it on its node", ({ devicePinned }) => devicePinned),
  machine: fact("string", "machine version in force, 11.0", machineOf),
  scsihw: field(
    "string",
    "controller in force, lsi where nobody wrote one",
    ({ option }) => option("scsihw") ?? "lsi",
  ),
  ha: fact("string", "its HA state; absent where HA does not manage it", ({ ha }) =>
    mapFact(ha, (placement) => placement?.state ?? null),
  ),
  replication: fact("list<string>", "nodes it is replicated to by enabled jobs", ({ replication }) =>
    mapFact(replication, (jobs) => jobs.filter(({ enabled }) => enabled).map(({ target }) => target)),
  ),
  options: field("map<string, string>", "what is written in its config", optionsOf),
  intents: field("list<string>", "what was declared of it", ({ intents }) => [...intents.keys()]),
  drives: parts(
    "list<Drive>",
    "its data drives",
    () => driveView,
    ({ drives }) => drives,
  ),
});

export const guestViews = { guestView, driveView, settingsView, settingText, settingFlag };
