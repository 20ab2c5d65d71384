import { type DraftSection, finishPending, finishSection, newSection, readConfLine } from "./conf-line.ts";
import type { ConfLine, ConfWarning, GuestConf, Section } from "./guest-conf.ts";

type SectionHeader =
  | { readonly kind: "pending" }
  | { readonly kind: "special" | "snapshot" | "unknown"; readonly name: string };

const headerPattern = /^\[([^\]]*)\]\s*$/;
const specialPattern = /^special:(cloudinit|fleecing)$/i;
const snapshotPattern = /^[a-z][a-z0-9_-]+$/i;

function parseHeader(line: string): SectionHeader | undefined {
  if (line.charCodeAt(0) !== 91) return undefined;
  const name = headerPattern.exec(line)?.[1];
  if (name === undefined) return undefined;
  if (name.toLowerCase() === "pending") return { kind: "pending" };
  const special = specialPattern.exec(name)?.[1];
  if (special !== undefined) return { kind: "special", name: special.toLowerCase() };
  return { kind: snapshotPattern.test(name) ? "snapshot" : "unknown", name };
}

/** Reads all lines, section by section; a section that comes twice replaces the earlier one. */
export function readConfLines(lines: readonly ConfLine[]): Omit<GuestConf, "lines"> {
  const warnings: ConfWarning[] = [];
  const current = newSection("current");
  const snapshots = new Map<string, DraftSection>();
  const special = new Map<string, DraftSection>();
  let pending: DraftSection | undefined;
  let section: DraftSection | undefined = current;
  let currentEnd = lines.length + 1;
  for (const [index, { text, ending }] of lines.entries()) {
    const number = index + 1;
    const header = parseHeader(text);
    if (header === undefined) {
      if (section !== undefined)
        readConfLine(section, ending === "\r\n" ? `${text}\r` : text, number, warnings);
      continue;
    }
    currentEnd = Math.min(currentEnd, number);
    if (header.kind === "pending") {
      if (pending !== undefined) warnings.push(duplicate(number, "PENDING"));
      section = pending = newSection("pending");
    } else if (header.kind === "unknown") {
      warnings.push({
        line: number,
        reason: `[${header.name}] is no section Proxmox VE knows; it is skipped`,
      });
      section = undefined;
    } else {
      const group = header.kind === "snapshot" ? snapshots : special;
      if (group.has(header.name)) warnings.push(duplicate(number, header.name));
      section = newSection(header.kind === "special" ? sectionOf(header.name) : "snapshot");
      group.set(header.name, section);
    }
  }
  current.snapstate = undefined;
  return {
    current: finishSection(current),
    pending: pending === undefined ? undefined : finishPending(pending),
    snapshots: finishAll(snapshots),
    special: finishAll(special),
    currentEnd,
    warnings,
  };
}

function sectionOf(special: string): "cloudinit" | "fleecing" {
  return special === "cloudinit" ? "cloudinit" : "fleecing";
}

function duplicate(line: number, name: string): ConfWarning {
  return { line, reason: `[${name}] comes a second time and replaces the first` };
}

function finishAll(drafts: ReadonlyMap<string, DraftSection>): ReadonlyMap<string, Section> {
  return new Map([...drafts].map(([name, draft]) => [name, finishSection(draft)]));
}
