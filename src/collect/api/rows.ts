import type { ApiAnswer } from "../../connect/api/api-answer.ts";

/** Reads endpoints; what went wrong is in the answer. */
export interface ApiReader {
  readonly get: (path: string) => Promise<ApiAnswer>;
  /** The address that was given: `pve1:8006`. */
  readonly shown: string;
  /** Who asks: `auditor@pve!lanekeeper`. */
  readonly who: string;
}

export type Row = Readonly<Record<string, unknown>>;

/** The objects of a list; anything else in it is skipped. */
export function rowsOf(data: unknown): readonly Row[] {
  return Array.isArray(data) ? data.filter(isRow) : [];
}

const isRow = (row: unknown): row is Row => typeof row === "object" && row !== null && !Array.isArray(row);

/** A value as Proxmox VE would write it on one line; undefined for what is no plain value. */
export function wordOf(value: unknown): string | undefined {
  if (typeof value === "string") return value.replace(/[\r\n]+/g, " ").trim();
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

/** Names of nodes, storages and pools as they may stand in a path; anything else is not asked for. */
export const isPathPart = (name: string): boolean => /^[A-Za-z0-9][\w.:-]{0,127}$/.test(name);

/** `HTTP 403 on /nodes/pve2/disks/zfs: Permission check failed (…)`, or why there was no answer. */
export function gapText(path: string, { status, message }: Extract<ApiAnswer, { ok: false }>): string {
  const shown = path.replace(/\?.*$/, "");
  return status === 0
    ? `${message} to ${shown}`
    : `HTTP ${status} on ${shown}${message === "" ? "" : `: ${message}`}`;
}
