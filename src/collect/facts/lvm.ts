import type { LogicalVolume } from "../../model/cluster.ts";
import { parseJson } from "../parse-json.ts";
import { arrayIn, textIn } from "./json.ts";
import { rowsOfTable } from "./lvm-table.ts";
import { lvmBytes, percentage } from "./quantity.ts";

/** A row of a report, by the names of its fields in JSON: `lv_name`, `vg_name`. */
export type ReportRow = Readonly<Record<string, string>>;

/** The rows of `lvs`, `vgs` or `pvs`: `--reportformat json`, or the table people see. */
export function lvmRows(text: string, kind: "lv" | "vg" | "pv"): readonly ReportRow[] {
  if (!text.trimStart().startsWith("{")) return rowsOfTable(text, kind);
  const reports = arrayIn(parseJson(text), "report");
  const rows = reports.map((report) => arrayIn(report, kind));
  // LVM answers `{"report": [{"lv": []}]}` where there is none
  if (!reports.some((report) => typeof report === "object" && report !== null && kind in report))
    throw new Error(`is not an output of ${kind}s`);
  return rows.flat().map((row) => fieldsOf(row));
}

function fieldsOf(row: unknown): ReportRow {
  if (typeof row !== "object" || row === null) return {};
  return Object.fromEntries(Object.keys(row).map((key) => [key, textIn(row, key) ?? ""]));
}

/** `lvs`. Hidden volumes of -a are left out; a volume with several segments has several rows and is one volume. */
export function parseLvs(text: string): readonly LogicalVolume[] {
  const volumes = new Map<string, LogicalVolume>();
  for (const row of lvmRows(text, "lv")) {
    const name = row["lv_name"] ?? "";
    const volumeGroup = row["vg_name"] ?? row["lv_full_name"]?.split("/")[0];
    if (volumeGroup === undefined) throw new Error("has no column vg_name");
    const key = `${volumeGroup}/${name}`;
    if (name === "" || name.startsWith("[") || volumes.has(key)) continue;
    volumes.set(key, { volumeGroup, name, segtype: segtypeOf(row), ...measuresOf(row) });
  }
  return [...volumes.values()];
}

/** The first letter of the attributes says it too (lvs(8)); `-` is linear or striped. */
const byAttribute: Readonly<Record<string, string>> = {
  t: "thin-pool",
  V: "thin",
  m: "mirror",
  M: "mirror",
  r: "raid",
  R: "raid",
  s: "snapshot",
  C: "cache",
  "-": "linear",
};

function segtypeOf(row: ReportRow): string {
  const segtype = row["segtype"] ?? "";
  return segtype === "" ? (byAttribute[(row["lv_attr"] ?? "").charAt(0)] ?? "unknown") : segtype;
}

function measuresOf(row: ReportRow): Partial<LogicalVolume> {
  const size = lvmBytes(row["lv_size"]);
  const dataPercent = percentage(row["data_percent"]);
  const metadataPercent = percentage(row["metadata_percent"]);
  const autoactivation = row["lv_autoactivation"] ?? row["autoactivation"];
  return {
    ...(size === undefined ? {} : { size }),
    ...(dataPercent === undefined ? {} : { dataPercent }),
    ...(metadataPercent === undefined ? {} : { metadataPercent }),
    // `enabled` or an empty field
    ...(autoactivation === undefined ? {} : { autoactivation: autoactivation === "enabled" }),
  };
}
