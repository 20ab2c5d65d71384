import type { HostStep } from "./plan.ts";

/** What one run of `apply` did: JSON lines, each written to disk before what it announces is done. */
export type JournalRecord =
  | {
      readonly kind: "begin";
      readonly schema: "lanekeeper/journal/1";
      /** Names the run: `2026-11-22T14-03-11Z-homelab`. */
      readonly run: string;
      /** UTC, ISO 8601. */
      readonly at: string;
      readonly tool: { readonly name: string; readonly version: string };
      readonly cluster: { readonly id: string; readonly name: string };
      /** SHA-256 of the plan that is carried out. */
      readonly plan: string;
      /** Who writes: `fixer@pve!lanekeeper`, `root on pve1`. */
      readonly who: string;
      /** The run that is undone by this one. */
      readonly undoes?: string;
    }
  | {
      /** Written, and flushed to disk, before the call. */
      readonly kind: "intent";
      readonly at: string;
      readonly step: string;
      readonly node: string;
      /** null: a host step. */
      readonly vmid: number | null;
      readonly option: string;
      /** As read right before; null: absent. */
      readonly before: string | null;
      readonly to: string | null;
      /** Of the config as read right before; null: a host step. */
      readonly digest: string | null;
      /** SHA-256 over all other options as read right before: what a later run knows its own half-done write by. */
      readonly others?: string;
      /** Of a host step: what was run, what undoes it, and what prints the value. */
      readonly commands?: HostCommands;
    }
  | {
      readonly kind: "result";
      readonly at: string;
      readonly step: string;
      /** null: a host step. */
      readonly vmid: number | null;
      readonly option: string;
      readonly outcome: StepOutcome;
      /** As read after the call; absent: it could not be read. */
      readonly after?: string | null;
      readonly digest?: string;
      readonly message?: string;
    }
  | { readonly kind: "end"; readonly at: string };

type HostCommands = Pick<HostStep, "argv" | "inverse" | "read">;

/**
 * `active`: in force now. `pending`: saved, waits for a stop and start. `already`: was so before. `refused`: not tried,
 * because something was not as planned. `failed`: tried, and nothing changed. `unclear`: it could not be found out.
 */
export type StepOutcome = "active" | "pending" | "already" | "refused" | "failed" | "unclear";

export type RunBegin = Extract<JournalRecord, { readonly kind: "begin" }>;
export type Intent = Extract<JournalRecord, { readonly kind: "intent" }>;
export type StepResult = Extract<JournalRecord, { readonly kind: "result" }>;

/** A journal as it was read. */
export interface Run {
  readonly begin: RunBegin;
  /** All after the first. */
  readonly records: readonly JournalRecord[];
  /** Its last line was cut off and is left out. */
  readonly torn: boolean;
}
