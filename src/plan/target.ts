import type { Change } from "../model/change.ts";
import type { Part } from "./part.ts";

/** One thing that is written: an option of a guest, a property of a dataset or a storage, a timer, with all that is wanted of it. */
export interface Target {
  readonly id: string;
  readonly change: Change;
  /** Key → value; null: the key is removed. */
  readonly edits: Map<string, string | null>;
  /** Whose findings it clears, the worst first. */
  readonly parts: Part[];
}

/** Names a step; the same for every change that belongs to it. */
export function stepId(change: Change): string {
  if (change.target === "drive") return `${change.vmid}-${change.drive}`;
  if (change.target === "guest") return `${change.vmid}-${change.key}`;
  if (change.target === "storage") return `storage:${change.storage}:${change.key}`;
  if (change.target === "timer") return `${change.node}:${change.key}`;
  return `${change.node ?? ""}:${change.dataset}:${change.key}`;
}

/** Takes a part in, all of it or nothing. Parts come worst first: returns the earlier one that wants another value. */
export function takeIn(targets: Map<string, Target>, part: Part): { readonly rival: Part } | undefined {
  for (const change of part.changes) {
    const target = targets.get(stepId(change));
    const wanted = target?.edits.get(change.key);
    const rival = target?.parts.find(({ changes }) =>
      changes.some((other) => stepId(other) === target.id && other.key === change.key),
    );
    if (wanted !== undefined && wanted !== change.to && rival !== undefined) return { rival };
  }
  for (const change of part.changes) {
    const id = stepId(change);
    const target: Target = targets.get(id) ?? { id, change, edits: new Map(), parts: [] };
    targets.set(id, target);
    target.edits.set(change.key, change.to);
    if (!target.parts.includes(part)) target.parts.push(part);
  }
  return undefined;
}
