import type { ApiAnswer, NoAnswer } from "../../connect/api/api-answer.ts";

/** Reads endpoints; what went wrong is in the answer. */
export interface ApiReader {
  readonly get: (path: string) => Promise<ApiAnswer>;
  /** The address that was given: `pve1:8006`. */
  readonly shown: string;
  /** Who asks: `auditor@pve!lanekeeper`. */
  readonly who: string;
  /** Of the node that was asked: `9.2.11`. */
  readonly version: string;
  /** Where nodes can be asked directly, by name. */
  readonly discovered: (hosts: ReadonlyMap<string, string>) => void;
}

export type Row = Readonly<Record<string, unknown>>;

/** The objects of a list; anything else in it is skipped. */
export function rowsOf(data: unknown): readonly Row[] {
  return Array.isArray(data) ? data.filter(isRow) : [];
}

/** Nothing in it but objects: of a list with other things nobody knows what it leaves out. */
export const isRowList = (data: unknown): data is readonly Row[] =>
  Array.isArray(data) && data.every((row) => isRow(row));

export const isRow = (row: unknown): row is Row =>
  typeof row === "object" && row !== null && !Array.isArray(row);

/** A value as Proxmox VE would write it on one line; undefined for what is no plain value. */
export function wordOf(value: unknown): string | undefined {
  if (typeof value === "string") return value.replace(/[\r\n]+/g, " ").trim();
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

/** Names of nodes, storages and pools as they may stand in a path; anything else is not asked for. */
export const isPathPart = (name: string): boolean => /^[A-Za-z0-9][\w.:-]{0,127}$/.test(name);

/** `HTTP 403 on /nodes/pve2/disks/zfs; give the token Sys.Audit on /nodes/pve2`, or why there was no answer. */
export function gapText(path: string, answer: NoAnswer): string {
  const { status, message } = answer;
  const shown = path.replace(/\?.*$/, "");
  if (status === 0 || status === 200) return `${message === "" ? "no answer" : message} (${shown})`;
  const privilege = status === 403 ? privilegeFor(shown, message) : undefined;
  if (privilege !== undefined) return `HTTP 403 on ${shown}; give the token ${privilege}`;
  return `HTTP ${status} on ${shown}${message === "" ? "" : `: ${message}`}`;
}

/**
 * Proxmox VE names path and privilege: `Permission check failed (/nodes/pve2, Sys.Audit)`; of several any one will do.
 * Where it has two paths to choose from it names none.
 */
function privilegeFor(path: string, message: string): string | undefined {
  const [, on, privilege] = /\((\/[^\s,]*), ([A-Z][\w.]+)(?:\|[\w.|]+)?\)/.exec(message) ?? [];
  if (on !== undefined && privilege !== undefined) return `${privilege} on ${on}`;
  const node = /^(\/nodes\/[^/]+)\/(?!qemu\/)/.exec(path)?.[1];
  return node === undefined ? undefined : `Sys.Audit on ${node}`;
}
