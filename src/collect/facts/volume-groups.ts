import type { VolumeGroup } from "../../model/cluster.ts";
import { lvmRows, type ReportRow } from "./lvm.ts";

export type { ReportRow };

/** `vgs` needs the UUID: it alone says whether two nodes see the same group. */
export function parseVgs(text: string): readonly ReportRow[] {
  const rows = lvmRows(text, "vg");
  if (rows.some((row) => (row["vg_uuid"] ?? "") === "")) throw new Error("has no column vg_uuid");
  return rows;
}

export const parsePvs = (text: string): readonly ReportRow[] => lvmRows(text, "pv");

/** Volume groups from `vgs` (one row per group, or per group and device) and `pvs`. */
export function volumeGroupsOf(vgs: readonly ReportRow[], pvs: readonly ReportRow[]): readonly VolumeGroup[] {
  const groups = new Map<string, { name: string; uuid: string; devices: Set<string> }>();
  for (const { vg_name: name = "", vg_uuid: uuid = "", pv_name: device = "" } of vgs) {
    const group = groups.get(uuid) ?? { name, uuid, devices: new Set() };
    groups.set(uuid, group);
    if (device !== "") group.devices.add(device);
  }
  for (const { vg_name: name = "", vg_uuid: uuid, pv_name: device = "" } of pvs) {
    const named = [...groups.values()].filter((group) => (uuid ? group.uuid === uuid : group.name === name));
    // two groups of one name: a row without a UUID could belong to either
    const [only, another] = named;
    if (only !== undefined && another === undefined && device !== "") only.devices.add(device);
  }
  return [...groups.values()].map(({ name, uuid, devices }) => ({
    name,
    uuid,
    physicalVolumes: [...devices],
  }));
}
