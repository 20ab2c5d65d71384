import type { BackupDatastore, StorageUsage } from "../../model/cluster.ts";
import { attributeOf, readSectionConfig } from "../../model/syntax/section-config.ts";
import { wholeNumber } from "./quantity.ts";

/** `pvesm status`: KiB, whether the column is headed `Total` or `Total (KiB)`. */
export function parsePvesmStatus(text: string): readonly StorageUsage[] {
  const lines = text.split(/\r?\n/);
  const header = lines.findIndex((line) => /^Name\s+Type\s+Status\s+Total\b/.test(line));
  if (header < 0) throw new Error("is not an output of pvesm status");
  return lines.slice(header + 1).flatMap((line) => {
    const [storage, type, status, total, used] = line.trim().split(/\s+/);
    if (storage === undefined || type === undefined || used === undefined) return [];
    const [totalKib, usedKib] = [wholeNumber(total), wholeNumber(used)];
    if (totalKib === undefined || usedKib === undefined) throw new Error("is not an output of pvesm status");
    return [{ storage, active: status === "active", total: totalKib * 1024, used: usedKib * 1024 }];
  });
}

/** `qm list`: vmid → running. */
export function parseQmList(text: string): Readonly<Record<string, boolean>> {
  // a node without guests prints nothing at all
  if (text.trim() === "") return {};
  const lines = text.split(/\r?\n/);
  const header = lines.findIndex((line) => /^\s*VMID\s+NAME\s+STATUS\b/.test(line));
  if (header < 0) throw new Error("is not an output of qm list");
  return Object.fromEntries(
    lines.slice(header + 1).flatMap((line) => {
      // qm prints the name as it is, `-` where there is none
      const [, vmid, status] =
        /^\s*(\d{3,9})\s+.*?\s(running|stopped|paused|suspended|prelaunch)\s/.exec(line) ?? [];
      return vmid === undefined ? [] : [[vmid, status !== "stopped"] as const];
    }),
  );
}

/** /etc/proxmox-backup/datastore.cfg: `datastore: name`, then `path`. */
export function parseDatastores(text: string): readonly BackupDatastore[] {
  const { sections, warnings } = readSectionConfig(text);
  const datastores = sections.flatMap((section): readonly BackupDatastore[] => {
    const path = attributeOf(section, "path");
    return section.type !== "datastore" || path === undefined ? [] : [{ name: section.id, path }];
  });
  if (datastores.length === 0 && (sections.length > 0 || warnings.length > 0))
    throw new Error("is not a datastore.cfg");
  return datastores;
}
