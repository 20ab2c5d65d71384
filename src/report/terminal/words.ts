import type { AuditReport } from "../../model/audit-report.ts";
import type { Backing } from "../../model/drive.ts";
import type { Lane, Quadrant } from "../../model/resolved.ts";

/** What carries a drive's bytes, short for tables and in full for one guest. */
const backings: Readonly<Record<Backing, { readonly short: string; readonly full: string }>> = {
  zvol: { short: "zvol", full: "a zvol" },
  "dataset-file": { short: "dataset", full: "a file on a ZFS dataset" },
  file: { short: "file", full: "a file" },
  "thick-lv": { short: "raw LV", full: "a raw logical volume" },
  "thin-lv": { short: "thin LV", full: "a thin logical volume" },
  "qcow2-lv": { short: "qcow2 LV", full: "qcow2 in a logical volume, as a volume chain" },
  rbd: { short: "rbd", full: "a Ceph image through librbd" },
  krbd: { short: "krbd", full: "a Ceph image mapped by the kernel" },
  lun: { short: "LUN", full: "a LUN" },
  iscsi: { short: "iscsi", full: "a LUN through libiscsi" },
  path: { short: "path", full: "an absolute path" },
  unknown: { short: "?", full: "not known what carries it" },
};

export const backingWord = (backing: Backing): string => backings[backing].short;
export const backingSentence = (backing: Backing): string => backings[backing].full;

export function controllerWord(scsihw: string): string {
  return scsihw.replace(/^virtio-scsi-/, "");
}

export const laneNames: Readonly<Record<Lane, string>> = {
  shared: "shared",
  replicated: "replicated",
  local: "local",
  none: "no volume",
  unknown: "lane unknown",
};

/** What the lane lets a guest do. */
export const laneMeanings: Readonly<Record<Lane, string>> = {
  shared: "may cross",
  replicated: "may fail over, and lose up to one interval",
  local: "stays, unless moved with its disks",
  none: "has no disk to judge",
  unknown: "a storage or a mapping is not known",
};

const systems: Readonly<Record<Quadrant["os"], string>> = {
  linux: "Linux",
  windows: "Windows",
  other: "other system",
};

/** `generalized Linux` */
export function quadrantWord({ role, os }: Quadrant): string {
  return `${role} ${systems[os]}`;
}

/** `2026-08-30 09:46 UTC`; as it stands when it is no ISO time. */
export function timeWord(iso: string): string {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(iso) ?? [];
  return date === undefined ? iso : `${date} ${time ?? ""} UTC`;
}

/** When the newest of the sources was read. */
export function readAt({ sources, generatedAt }: Pick<AuditReport, "sources" | "generatedAt">): string {
  const times = sources.map(({ takenAt }) => takenAt).sort();
  return timeWord(times.at(-1) ?? generatedAt);
}
