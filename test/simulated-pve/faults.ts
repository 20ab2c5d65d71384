import type { ReceivedRequest } from "./traffic.ts";

/** What goes wrong, and where. Without `on` it befalls every request. */
export interface Fault {
  readonly on?: FaultPlace;
  readonly effect: FaultEffect;
}

interface FaultPlace {
  /** The node that would answer: the one in the path, else the one that was asked. */
  readonly node?: string;
  readonly method?: string;
  /** Below /api2/json: the whole path as text, or a pattern. */
  readonly path?: string | RegExp;
  /** Only the nth request that fits, counted from 1 when the fault was set. */
  readonly nth?: number;
  /** Only so many; without it one where `nth` is given, else all. */
  readonly times?: number;
}

export type FaultEffect =
  | { readonly kind: "status"; readonly status: number; readonly reason: string; readonly body?: string }
  /** Received, and never answered. */
  | { readonly kind: "silence" }
  /** Answered rightly, so many milliseconds later. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** The connection is reset before an answer. */
  | { readonly kind: "reset" }
  /** Carried out, and the connection is reset instead of an answer. */
  | { readonly kind: "lost"; readonly meanwhile?: () => void }
  /** The right answer, cut in the middle; the connection is closed as if it were whole. */
  | { readonly kind: "truncated" }
  /** An answer of about so many bytes, sent in pieces. */
  | { readonly kind: "huge"; readonly bytes: number }
  | { readonly kind: "body"; readonly body: string; readonly contentType?: string }
  /** The cluster changes just before the request is answered. */
  | { readonly kind: "change"; readonly change: () => void };

export interface Faults {
  /** Returns what takes the fault away again. */
  readonly set: (fault: Fault) => () => void;
  readonly clear: () => void;
  /** The effects that befall a request, in the order they were set. */
  readonly befall: (
    node: string,
    request: Pick<ReceivedRequest, "method" | "path">,
  ) => readonly FaultEffect[];
}

export function newFaults(): Faults {
  const active = new Map<Fault, number>();
  return {
    set(fault) {
      active.set(fault, 0);
      return () => active.delete(fault);
    },
    clear: () => active.clear(),
    befall(node, request) {
      const effects: FaultEffect[] = [];
      for (const [fault, seen] of active) {
        if (!fits(fault.on ?? {}, node, request)) continue;
        active.set(fault, seen + 1);
        if (isDue(fault.on ?? {}, seen + 1)) effects.push(fault.effect);
      }
      return effects;
    },
  };
}

function fits(on: FaultPlace, node: string, { method, path }: { method: string; path: string }): boolean {
  if (on.node !== undefined && on.node !== node) return false;
  if (on.method !== undefined && on.method !== method) return false;
  if (on.path === undefined) return true;
  return typeof on.path === "string" ? on.path === path : on.path.test(path);
}

function isDue({ nth, times }: FaultPlace, count: number): boolean {
  const first = nth ?? 1;
  return count >= first && count < first + (times ?? (nth === undefined ? Infinity : 1));
}
