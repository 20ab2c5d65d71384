import type { AuditReport } from "../../model/audit-report.ts";
import { hanging } from "./lines.ts";
import { counted } from "./place.ts";
import { glyph, mark, type Style } from "./style.ts";

/** What was lost comes before what was found: files, drive lines and readings that do not agree. */
export function lostLines(report: AuditReport, style: Style, unfold: boolean): readonly string[] {
  const most = unfold ? Number.POSITIVE_INFINITY : 5;
  const files = report.unreadableFiles.map(({ path, line, reason }) =>
    line === undefined
      ? `${path} could not be read: ${reason}`
      : `${path}:${line} is skipped by Proxmox VE: ${reason}`,
  );
  const drives = report.guests.flatMap(({ vmid, name, unreadable }) =>
    unreadable.map(
      ({ key, reason }) => `${vmid} ${name} ${key} could not be read, and Proxmox VE skips it: ${reason}`,
    ),
  );
  const lines = [
    ...someOf(files, most, "file"),
    ...someOf(drives, most, "drive"),
    ...someOf(report.contradictions, most, "contradiction"),
  ].flatMap((text) => hanging(`${mark("open", style)} `, text, style.columns));
  return lines.length === 0 ? [] : [...lines, ""];
}

function someOf(texts: readonly string[], most: number, noun: string): readonly string[] {
  if (texts.length <= most) return texts;
  return [
    ...texts.slice(0, most),
    `and ${counted(texts.length - most, `more ${noun}`)}: --verbose lists them`,
  ];
}

/** Containers are counted, never taken for clean. */
export function notJudgedLines({ notJudged }: AuditReport, style: Style): readonly string[] {
  if (notJudged.length === 0) return [];
  const ids = notJudged.map(({ vmid }) => vmid).sort((a, b) => a - b);
  const named = ids.slice(0, 10).join(" ") + (ids.length > 10 ? ` ${glyph("ellipsis", style)}` : "");
  const verb = ids.length === 1 ? "is" : "are";
  return hanging("- ", `${counted(ids.length, "container")} ${verb} not judged: ${named}`, style.columns);
}
