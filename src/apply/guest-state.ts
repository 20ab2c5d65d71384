import { createHash } from "node:crypto";
import { rowsIn } from "./rows.ts";

/** A guest's options at one moment, as `GET …/pending` gives them. */
export interface GuestState {
  /** SHA-1 of the whole file, snapshots too. */
  readonly digest: string;
  readonly current: ReadonlyMap<string, string>;
  /** What waits for a stop and start. */
  readonly waiting: ReadonlyMap<string, string>;
  /** Options that wait to be deleted. */
  readonly deletes: ReadonlySet<string>;
}

/** Stricter than reading for an audit: undefined for anything that is not understood, because a write follows. */
export function guestState(data: unknown): GuestState | undefined {
  const rows = rowsIn(data);
  if (rows === undefined) return undefined;
  const current = new Map<string, string>();
  const waiting = new Map<string, string>();
  const deletes = new Set<string>();
  for (const row of rows) {
    const { key } = row;
    if (typeof key !== "string") return undefined;
    for (const [from, into] of [["value", current] as const, ["pending", waiting] as const]) {
      if (row[from] === undefined || row[from] === null) continue;
      const text = textOf(row[from]);
      if (text === undefined) return undefined;
      into.set(key, text);
    }
    if (Number(row["delete"] ?? 0) > 0) deletes.add(key);
  }
  const digest = current.get("digest") ?? "";
  current.delete("digest");
  return /^[0-9a-f]{40}$/.test(digest) ? { digest, current, waiting, deletes } : undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

/** What an option will be after a stop and start; null: absent. */
export function optionValue({ current, waiting, deletes }: GuestState, option: string): string | null {
  if (deletes.has(option)) return null;
  return waiting.get(option) ?? current.get(option) ?? null;
}

export function isWaiting({ waiting, deletes }: GuestState, option: string): boolean {
  return waiting.has(option) || deletes.has(option);
}

/** Options that wait for a stop and start, those to be deleted included; sorted. */
export function waitingOptions({ waiting, deletes }: GuestState): readonly string[] {
  return [...new Set([...waiting.keys(), ...deletes])].sort();
}

/** Every option with what it will be. */
function values(state: GuestState): ReadonlyMap<string, string> {
  const all = new Map([...state.current, ...state.waiting]);
  for (const option of state.deletes) all.delete(option);
  return all;
}

/** SHA-256 over every option but one: the same again means that nobody changed anything else. */
export function othersHash(state: GuestState, option: string): string {
  const others = [...values(state)].filter(([key]) => key !== option).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(others)).digest("hex");
}

/** The options whose value differs, sorted. */
export function changedOptions(before: GuestState, after: GuestState): readonly string[] {
  const [old, now] = [values(before), values(after)];
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].filter((key) => old.get(key) !== now.get(key)).sort();
}
