import type { PageBackup, PageBackups } from "../../model/guest-page.ts";
import { hanging } from "./lines.ts";
import { rowLines, section } from "./show-page.ts";
import { mark, type Style } from "./style.ts";

/** Backup jobs with when, where to, and how writes are kept from waiting for the backup. `none`: what no job means. */
export function backupLines(
  backups: PageBackups | null,
  heading: string,
  none: string,
  style: Style,
): readonly string[] {
  if (backups === null) return [];
  if ("notRead" in backups)
    return section(
      heading,
      hanging(`${mark("open", style)} `, `not read: ${backups.notRead}`, style.columns),
    );
  if (backups.jobs.length === 0) return none === "" ? [] : section(heading, [`  ${none}`]);
  const rows = backups.jobs.map((job) => ({
    sign: job.certain ? " " : mark("open", style),
    cells: [job.id, jobText(job)],
  }));
  return section(heading, rowLines(rows, style));
}

function jobText({ enabled, schedule, storage, node, guests, fleecing, certain }: PageBackup): string {
  const where = fleecing?.storage === undefined ? "" : ` to ${fleecing.storage}`;
  return [
    `${schedule ?? "no schedule"}${storage === undefined ? ", to no storage it names" : ` to ${storage}`}`,
    ...(enabled ? [] : ["disabled"]),
    ...(node === undefined ? [] : [`on ${node} only`]),
    ...(guests.kind === "pool"
      ? [`pool ${guests.pool}${certain ? "" : ", whose members are not known"}`]
      : []),
    fleecing === undefined
      ? "fleecing as the node's vzdump.conf says (off where it says nothing)"
      : `fleecing ${fleecing.enabled ? `on${where}` : "off"}`,
  ].join(", ");
}
