import { isDriveKey, parseDriveKey } from "../../../src/model/syntax/drive-key.ts";
import { isCdrom, readDrive } from "../../../src/model/syntax/drive-string.ts";
import { parseVolume, volumeName } from "../../../src/model/syntax/volume-id.ts";
import type { WritableConf } from "./writable-conf.ts";

/** A stopped guest takes everything at once (QemuServer.pm vmconfig_apply_pending, 9.2.6). */
export function applyAll(conf: WritableConf, vmid: number): void {
  for (const key of [...conf.deletes.keys()]) applyDelete(conf, key, vmid);
  for (const key of [...conf.pending.keys()]) applyValue(conf, key, vmid);
}

/**
 * A running guest takes what QEMU can change live of the options that were written now, and whatever needs no QEMU; the
 * rest waits (QemuServer.pm vmconfig_hotplug_pending, its selection).
 */
export function applyLive(conf: WritableConf, vmid: number, written: ReadonlySet<string>): void {
  for (const key of [...conf.deletes.keys()])
    if (written.has(key) && canDeleteLive(conf, key)) applyDelete(conf, key, vmid);
  for (const key of [...conf.pending.keys()])
    if ((written.has(key) || always.test(key)) && canChangeLive(conf, key)) applyValue(conf, key, vmid);
}

/** What says what is there already waits no more (pve-guest-common AbstractConfig.pm cleanup_pending). */
export function cleanUpPending(conf: WritableConf): void {
  for (const [key, value] of [...conf.pending])
    if ((conf.current.get(key) ?? undefined) === value) conf.pending.delete(key);
  for (const key of [...conf.deletes.keys()]) if (!conf.current.has(key)) conf.deletes.delete(key);
}

const always =
  /^(?:description|hookscript|lock|migrate_downtime|migrate_speed|name|onboot|protection|shares|startup|tags|vmstatestorage|ci\w+|ipconfig\d+|nameserver|searchdomain|sshkeys|cpuunits|cpulimit)$/;

function canDeleteLive(conf: WritableConf, key: string): boolean {
  if (always.test(key)) return true;
  if (key === "balloon") return conf.current.get("balloon") !== "0";
  const bus = parseDriveKey(key)?.bus;
  return bus === "scsi" || bus === "virtio" || bus === "unused";
}

function canChangeLive(conf: WritableConf, key: string): boolean {
  const [now, wanted] = [conf.current.get(key), conf.pending.get(key) ?? ""];
  if (always.test(key)) return true;
  // Only a change of the value: taking the device away or adding it is not possible live.
  if (key === "balloon") return (now !== "0") === (wanted !== "0");
  if (key === "agent") return now !== undefined && withoutTrimKey(now) === withoutTrimKey(wanted);
  return isDriveKey(key) && canChangeDriveLive(key, now, wanted);
}

function withoutTrimKey(agent: string): string {
  const parts = agent.split(",").filter((part) => !part.startsWith("fstrim_cloned_disks="));
  return parts
    .map((part) => part.replace(/^enabled=/, ""))
    .sort()
    .join(",");
}

/** Keys whose difference as text makes the whole drive wait (QemuServer.pm vmconfig_update_disk). */
const cold = ["aio", "cache", "discard", "iothread", "product", "queues", "ro", "ssd", "vendor"];

function canChangeDriveLive(key: string, now: string | undefined, wanted: string): boolean {
  const bus = parseDriveKey(key)?.bus;
  if (bus === "efidisk" || bus === "tpmstate") return false;
  const [old, next] = [now === undefined ? undefined : readDrive(key, now), readDrive(key, wanted)];
  if (old === undefined || !old.ok || !next.ok) return bus === "scsi" || bus === "virtio";
  if (isCdrom(old.drive) && isCdrom(next.drive)) return true;
  if (old.drive.file !== next.drive.file) return bus === "scsi" || bus === "virtio";
  return cold.every((option) => old.drive.options[option] === next.drive.options[option]);
}

function applyDelete(conf: WritableConf, key: string, vmid: number): void {
  const value = conf.current.get(key);
  conf.current.delete(key);
  conf.deletes.delete(key);
  if (value !== undefined) keepAsUnused(conf, key, value, vmid);
}

function applyValue(conf: WritableConf, key: string, vmid: number): void {
  const [old, value] = [conf.current.get(key), conf.pending.get(key)];
  conf.pending.delete(key);
  if (value === undefined) return;
  conf.current.set(key, value);
  if (old !== undefined && volumeOf(key, old) !== volumeOf(key, value)) keepAsUnused(conf, key, old, vmid);
}

function volumeOf(key: string, value: string): string | undefined {
  const reading = isDriveKey(key) ? readDrive(key, value) : undefined;
  return reading?.ok ? reading.drive.file : undefined;
}

/** A guest's own volume that no drive names any more stays with it as unusedN. */
function keepAsUnused(conf: WritableConf, key: string, value: string, vmid: number): void {
  const reading = isDriveKey(key) && !key.startsWith("unused") ? readDrive(key, value) : undefined;
  if (!reading?.ok || isCdrom(reading.drive)) return;
  const volume = parseVolume(reading.drive.file);
  if (volume.kind !== "volume" || volumeName(undefined, volume.name).owner !== vmid) return;
  let number = 0;
  while (conf.current.has(`unused${number}`)) number += 1;
  conf.current.set(`unused${number}`, reading.drive.file);
}
