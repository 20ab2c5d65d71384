import { type Drive, isCdrom, isCloudInit, readDrive } from "../../../src/model/syntax/drive-string.ts";
import { parseGuestConf, type Section } from "../../../src/model/syntax/guest-conf.ts";

/** A guest's config while it is written: Proxmox VE reads it whole and prints it anew. */
export interface WritableConf {
  /** With `description` among them, as plain text. */
  readonly current: Map<string, string>;
  readonly pending: Map<string, string>;
  /** Keys to delete → forced. */
  readonly deletes: Map<string, boolean>;
  readonly snapshots: ReadonlyMap<string, Map<string, string>>;
  readonly special: ReadonlyMap<string, Map<string, string>>;
}

export function readWritable(text: string): WritableConf {
  const conf = parseGuestConf(text);
  return {
    current: valuesOf(conf.current),
    pending: conf.pending === undefined ? new Map() : valuesOf(conf.pending),
    deletes: new Map(conf.pending?.deletes),
    snapshots: new Map([...conf.snapshots].map(([name, section]) => [name, valuesOf(section)])),
    special: new Map([...conf.special].map(([name, section]) => [name, valuesOf(section)])),
  };
}

function valuesOf({ description, entries }: Section): Map<string, string> {
  const values = new Map([...entries].map(([key, { value }]) => [key, value]));
  if (description !== undefined) values.set("description", description);
  return values;
}

/** The text Proxmox VE writes: description, sorted keys; sections sorted too (QemuServer.pm write_vm_config, 9.2.6). */
export function printWritable(conf: WritableConf): string {
  const pending = new Map(conf.pending);
  if (conf.deletes.size > 0) pending.set("delete", deleteList(conf.deletes));
  return [
    sectionText(tidied(conf.current)),
    pending.size === 0 ? "" : `\n[PENDING]\n${sectionText(pending)}`,
    ...sorted(conf.special)
      .filter(([name]) => name !== "cloudinit" || hasCloudInit(conf.current))
      .map(([name, values]) => `\n[special:${name}]\n${sectionText(values)}`),
    ...sorted(conf.snapshots).map(([name, values]) => `\n[${name}]\n${sectionText(values)}`),
  ].join("");
}

/** Of what is in force: `smp` becomes sockets, and what a drive uses is no unusedN any more. */
function tidied(current: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const values = new Map(current);
  const smp = values.get("smp");
  if (smp !== undefined) {
    values.set("sockets", values.get("sockets") ?? smp);
    values.delete("cores");
    values.delete("smp");
  }
  const used = new Set(drivesOf(values).map(({ file }) => file));
  for (const [key, volume] of current) if (key.startsWith("unused") && used.has(volume)) values.delete(key);
  return values;
}

function hasCloudInit(current: ReadonlyMap<string, string>): boolean {
  return drivesOf(current).some((drive) => isCdrom(drive) && isCloudInit(drive));
}

function drivesOf(values: ReadonlyMap<string, string>): readonly Drive[] {
  return [...values].flatMap(([key, value]) => {
    const reading = key.startsWith("unused") ? undefined : readDrive(key, value);
    return reading?.ok ? [reading.drive] : [];
  });
}

function deleteList(deletes: ReadonlyMap<string, boolean>): string {
  return sorted(deletes)
    .map(([key, forced]) => (forced ? `!${key}` : key))
    .join(",");
}

function sectionText(values: ReadonlyMap<string, string>): string {
  const lines = sorted(values).filter(([key]) => key !== "description" && key !== "digest");
  return (
    descriptionText(values.get("description")) + lines.map(([key, value]) => `${key}: ${value}\n`).join("")
  );
}

function descriptionText(description: string | undefined): string {
  if (description === undefined || description === "") return "";
  const lines = description.replace(/\n+$/, "").split("\n");
  return lines.map((line) => `#${encodeText(line)}\n`).join("");
}

/** pve-common Tools.pm encode_text: colons, percent signs and all that is no printable ASCII, as UTF-8 bytes. */
function encodeText(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25 && byte !== 0x3a;
      return isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

function sorted<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
