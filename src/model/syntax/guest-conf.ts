import { readConfLines } from "./conf-sections.ts";
import { joinLines, splitLines, type TextLine } from "./text-lines.ts";

/** A guest config, lossless and as Proxmox VE reads it. */
export interface GuestConf extends GuestReading {
  readonly lines: readonly ConfLine[];
}

/** What Proxmox VE reads in a config, without the text it was read from. */
export interface GuestReading {
  readonly current: Section;
  /** undefined: there is no [PENDING] section. */
  readonly pending: PendingSection | undefined;
  readonly snapshots: ReadonlyMap<string, Section>;
  readonly special: ReadonlyMap<string, Section>;
  /** The line of the first section header, or one past the last line: what is above belongs to the current section. */
  readonly currentEnd: number;
  readonly warnings: readonly ConfWarning[];
}

/** A physical line: `text` without its ending, `ending` as it stood ("" only at the end of the file). */
export type ConfLine = TextLine;

export interface Section {
  readonly description: string | undefined;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface PendingSection extends Section {
  /** Keys that will be deleted; true: forced. */
  readonly deletes: ReadonlyMap<string, boolean>;
}

export interface Entry {
  readonly key: string;
  /** As Proxmox VE reads it: booleans 1/0, drive strings as written. */
  readonly value: string;
  /** 1-based. */
  readonly line: number;
  /** Of a drive: its keys, aliases resolved, so that nobody reads the string a second time. */
  readonly properties?: ReadonlyMap<string, string>;
}

/** A line or value that Proxmox VE skips. */
export interface ConfWarning {
  readonly line: number;
  readonly key?: string;
  /** The value as written, for a key that was refused. */
  readonly value?: string;
  readonly reason: string;
}

/** Reads any text; what Proxmox VE would skip is in `warnings` (qemu-server QemuServer.pm parse_vm_config, 9.2.6). */
export function parseGuestConf(text: string): GuestConf {
  const lines = splitLines(text);
  return { lines, ...readConfLines(lines) };
}

/** The text back, byte for byte. */
export function printGuestConf(conf: Pick<GuestConf, "lines">): string {
  return joinLines(conf.lines);
}
