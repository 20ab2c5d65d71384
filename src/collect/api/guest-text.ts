import { isRow, isRowList, wordOf } from "./rows.ts";

/** What `…/pending` says of a guest: the current values, and what waits. */
export interface GuestValues {
  readonly current: ReadonlyMap<string, string>;
  readonly waiting: ReadonlyMap<string, string>;
  /** Keys that wait to be removed; true: forced. */
  readonly deletes: ReadonlyMap<string, boolean>;
  readonly digest: string | undefined;
}

/** `…/pending` holds the config as it is now, beside every pending value: one request instead of two. */
export function guestValues(data: unknown): GuestValues | undefined {
  const current = new Map<string, string>();
  const waiting = new Map<string, string>();
  const deletes = new Map<string, boolean>();
  let digest: string | undefined;
  if (!isRowList(data)) return undefined;
  for (const row of data) {
    const key = wordOf(row["key"]);
    if (key === undefined || !/^[a-z][\w-]*$/i.test(key)) continue;
    const [value, pending] = [textOf(key, row["value"]), textOf(key, row["pending"])];
    if (key === "digest") digest = value;
    else {
      if (value !== undefined) current.set(key, value);
      if (pending !== undefined) waiting.set(key, pending);
      if (Number(row["delete"] ?? 0) > 0) deletes.set(key, Number(row["delete"]) > 1);
    }
  }
  // every config has a digest or, at the very least, one line
  return current.size === 0 && digest === undefined ? undefined : { current, waiting, deletes, digest };
}

/** What `…/config?snapshot=<name>` says. */
export function snapshotValues(data: unknown): ReadonlyMap<string, string> | undefined {
  if (!isRow(data)) return undefined;
  const entries = Object.entries(data)
    .filter(([key]) => key !== "digest" && /^[a-z][\w-]*$/i.test(key))
    .flatMap(([key, value]) => {
      const text = textOf(key, value);
      return text === undefined ? [] : [[key, text] as const];
    });
  return new Map(entries);
}

/** Only a description has several lines. */
function textOf(key: string, value: unknown): string | undefined {
  return key === "description" && typeof value === "string" ? value : wordOf(value);
}

/** The text of the guest's file as Proxmox VE writes it (qemu-server QemuServer.pm write_vm_config, 9.2.6). */
export function guestText(
  { current, waiting, deletes }: GuestValues,
  snapshots: ReadonlyMap<string, ReadonlyMap<string, string>>,
): string {
  const parts = [sectionOf(current)];
  if (waiting.size + deletes.size > 0) {
    const keys = [...deletes].map(([key, forced]) => (forced ? `!${key}` : key)).sort();
    const line = keys.length === 0 ? "" : `delete: ${keys.join(",")}\n`;
    parts.push(`\n[PENDING]\n${insertDelete(sectionOf(waiting), line)}`);
  }
  for (const name of [...snapshots.keys()].sort()) {
    if (isSnapshotName(name)) parts.push(`\n[${name}]\n${sectionOf(snapshots.get(name) ?? new Map())}`);
  }
  return parts.join("");
}

export const isSnapshotName = (name: string): boolean =>
  /^[A-Za-z][\w-]{0,80}$/.test(name) && !/^pending$/i.test(name);

function sectionOf(values: ReadonlyMap<string, string>): string {
  const description = values.get("description");
  const comment =
    description === undefined || description === ""
      ? ""
      : description
          .replace(/\n$/, "")
          .split("\n")
          .map((line) => `#${encodedComment(line)}\n`)
          .join("");
  const keys = [...values.keys()].filter((key) => key !== "description").sort();
  return comment + keys.map((key) => `${key}: ${values.get(key)}\n`).join("");
}

/** pve-common Tools.pm encode_text: control characters, percent and what is not ASCII. */
function encodedComment(line: string): string {
  const wellFormed = line.replace(/[\ud800-\udfff]/gu, "\ufffd"); // a lone half of a character has no UTF-8
  return wellFormed.replace(/[^\x20-\x24\x26-\x39\x3b-\x7e]/gu, (character) => encodeURIComponent(character));
}

/** `delete` stands in the order of the keys. */
function insertDelete(section: string, line: string): string {
  if (line === "") return section;
  const lines = section.split("\n").filter((one) => one !== "");
  const at = lines.findIndex((one) => !one.startsWith("#") && one > "delete:");
  const before = at < 0 ? lines : lines.slice(0, at);
  const after = at < 0 ? [] : lines.slice(at);
  return [...before, line.trimEnd(), ...after].map((one) => `${one}\n`).join("");
}
