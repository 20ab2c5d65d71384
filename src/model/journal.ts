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
      /** What undoes it, for a host step. */
      readonly inverse?: readonly string[];
    }
  | {
      readonly kind: "result";
      readonly at: string;
      readonly step: string;
      readonly outcome: StepOutcome;
      /** As read after the call; absent: it could not be read. */
      readonly after?: string | null;
      readonly digest?: string;
      readonly message?: string;
    }
  | { readonly kind: "end"; readonly at: string };

/**
 * `active`: in force now. `pending`: saved, waits for a stop and start. `already`: was so before. `refused`: not tried,
 * because something was not as planned. `failed`: tried, and nothing changed. `unclear`: it could not be found out.
 */
export type StepOutcome = "active" | "pending" | "already" | "refused" | "failed" | "unclear";
