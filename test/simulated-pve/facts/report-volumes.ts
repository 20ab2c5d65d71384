import type { NodeSnapshot } from "../../../src/model/cluster.ts";
import { readStorageCfg } from "../../../src/model/syntax/storage-cfg.ts";
import { known } from "./known.ts";
import { shortSize, textTable } from "./text-table.ts";

/** `pvs` */
export function pvsText(node: NodeSnapshot): string {
  const rows = (known(node.volumeGroups) ?? []).flatMap(({ name, physicalVolumes }) =>
    physicalVolumes.map((path) => ["", path, name, "lvm2", "a--", "2.00t", "1.00t"]),
  );
  return textTable([[" ", "PV", "VG", "Fmt", "Attr", "PSize", "PFree"], ...rows]);
}

/** `vgs` */
export function vgsText(node: NodeSnapshot): string {
  const volumes = known(node.logicalVolumes) ?? [];
  const rows = (known(node.volumeGroups) ?? []).map(({ name, physicalVolumes }) => {
    const count = volumes.filter(({ volumeGroup }) => volumeGroup === name).length;
    return ["", name, String(physicalVolumes.length), String(count), "0", "wz--n-", "2.00t", "1.00t"];
  });
  return textTable([[" ", "VG", "#PV", "#LV", "#SN", "Attr", "VSize", "VFree"], ...rows]);
}

/** `lvs`; what kind a volume is stands in the first and seventh sign of Attr. */
export function lvsText(node: NodeSnapshot): string {
  const header = [" ", "LV", "VG", "Attr", "LSize", "Pool", "Origin", "Data%", "Meta%"];
  const rows = (known(node.logicalVolumes) ?? []).map((volume) => {
    const { name, volumeGroup, segtype, size = 0, dataPercent, metadataPercent } = volume;
    const kinds: Readonly<Record<string, string>> = { thin: "Vwi-a-tz--", "thin-pool": "twi-aotz--" };
    const percent = (value: number | undefined) => value?.toFixed(2) ?? "";
    const attributes = kinds[segtype] ?? "-wi-a-----";
    const fill = [percent(dataPercent), percent(metadataPercent)];
    return ["", name, volumeGroup, attributes, shortSize(size).toLowerCase(), "", "", ...fill];
  });
  return textTable([header, ...rows], new Set([4, 7, 8]));
}

/** `pvesm status`, in KiB. */
export function pvesmText(node: NodeSnapshot, storageCfg: string): string {
  const types = new Map(readStorageCfg(storageCfg).entries.map(({ id, type }) => [id, type]));
  const header = ["Name", "Type", "Status", "Total (KiB)", "Used (KiB)", "Available (KiB)", "%"];
  const rows = (known(node.storageUsage) ?? []).map(({ storage, active, total, used }) => {
    const sizes = [total, used, total - used].map((bytes) => String(Math.trunc(bytes / 1024)));
    const percent = `${total === 0 ? "0.00" : ((100 * used) / total).toFixed(2)}%`;
    return [storage, types.get(storage) ?? "dir", active ? "active" : "inactive", ...sizes, percent];
  });
  return textTable([header, ...rows], new Set([1, 2, 3, 4, 5, 6]));
}
