import { isDriveKey } from "./drive-key.ts";
import type { ConfWarning, Entry, PendingSection, Section } from "./guest-conf.ts";
import { readOption } from "./guest-options.ts";
import { decodePercent } from "./percent-text.ts";
import { splitList } from "./split-list.ts";
import { isVolumeId, listOf } from "./text-formats.ts";
import { trimSpace } from "./text-lines.ts";

export interface DraftSection {
  readonly kind: "current" | "pending" | "snapshot" | "cloudinit" | "fleecing";
  readonly entries: Map<string, Entry>;
  /** Comment lines, each with its line break; legacy `description:` lines have none. */
  comment: string | undefined;
  deletes: string;
  snapstate: Entry | undefined;
}

export function newSection(kind: DraftSection["kind"]): DraftSection {
  return { kind, entries: new Map(), comment: undefined, deletes: "", snapstate: undefined };
}

export function finishSection(draft: DraftSection): Section {
  const { entries } = draft;
  if (draft.snapstate !== undefined) entries.set("snapstate", draft.snapstate);
  const blankDescription = entries.get("description")?.value;
  entries.delete("description");
  const description = draft.comment === undefined ? blankDescription : draft.comment.trimEnd();
  return { description, entries };
}

export function finishPending(draft: DraftSection): PendingSection {
  const deletes = splitList(draft.deletes).map((item) =>
    item.startsWith("!") ? ([item.slice(1), true] as const) : ([item, false] as const),
  );
  return { ...finishSection(draft), deletes: new Map(deletes) };
}

const keyPattern = /^([a-z][a-z_-]*\d*):/;
const snapstatePattern = /snapstate:\s*(prepare|delete)\s*$/;

/** Reads one line that is no section header into its section (qemu-server QemuServer.pm parse_vm_config, 9.2.6). */
export function readConfLine(
  section: DraftSection,
  line: string,
  number: number,
  warnings: ConfWarning[],
): void {
  if (line.charCodeAt(0) === 35) {
    section.comment = `${section.comment ?? ""}${decodePercent(line.slice(1))}\n`;
    return;
  }
  const match = keyPattern.exec(line);
  const key = match?.[1];
  const rest = key === undefined ? line : line.slice(key.length + 1);
  const value = trimSpace(rest);
  if (key === undefined && value === "") return;
  if (key === "description" && value !== "") {
    section.comment = (section.comment ?? "") + decodePercent(value);
    return;
  }
  const snapstate = line.includes("snapstate:") ? snapstatePattern.exec(line)?.[1] : undefined;
  if (snapstate !== undefined) {
    section.snapstate = { key: "snapstate", value: snapstate, line: number };
  } else if (key === "args" && value !== "") {
    section.entries.set(key, { key, value, line: number });
  } else if (key === "delete" && value !== "") {
    if (section.kind === "pending") section.deletes = value;
    else warnings.push({ line: number, key, value, reason: "only [PENDING] may delete" });
  } else if (key !== undefined && rest !== "") {
    // A value of blanks alone keeps its last one: so does the pattern Proxmox VE uses.
    readEntry(section, key, value === "" ? rest.slice(-1) : value, number, warnings);
  } else {
    warnings.push({ line: number, reason: "neither a comment nor `key: value`" });
  }
}

const fleecingImages = listOf(isVolumeId);

function readEntry(
  section: DraftSection,
  key: string,
  written: string,
  line: number,
  warnings: ConfWarning[],
): void {
  if (section.kind === "cloudinit") {
    // Only for show: what the cloud-init drive was last made of; nothing is checked.
    section.entries.set(key, { key, value: written, line });
    return;
  }
  const reading = section.kind === "fleecing" ? readFleecing(key, written) : readOption(key, written);
  if (!reading.ok) {
    warnings.push({ line, key, value: written, reason: reading.reason });
    return;
  }
  const name = key === "cdrom" ? "ide2" : key;
  const { value, properties } = reading;
  // Drives are read again, and there are many of them; of the other keys, what is kept costs more than it saves.
  const kept = properties !== undefined && isDriveKey(name);
  section.entries.set(name, kept ? { key: name, value, line, properties } : { key: name, value, line });
}

function readFleecing(key: string, value: string): ReturnType<typeof readOption> {
  if (key === "fleecing-images" && fleecingImages(value)) return { ok: true, value };
  return { ok: false, reason: `'${key}: ${value}' does not belong into [special:fleecing]` };
}
