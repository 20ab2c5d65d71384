/** One typed edit. `from`/`to` null: the key is absent / is removed. */
export type Change =
  | {
      readonly target: "drive";
      readonly vmid: number;
      readonly drive: string;
      readonly key: string;
      readonly from: string | null;
      readonly to: string | null;
    }
  | {
      readonly target: "guest";
      readonly vmid: number;
      readonly key: string;
      readonly from: string | null;
      readonly to: string | null;
    }
  | {
      readonly target: "dataset";
      readonly node: string | null;
      readonly dataset: string;
      readonly key: string;
      readonly from: string | null;
      readonly to: string;
    }
  | {
      readonly target: "storage";
      readonly storage: string;
      readonly key: string;
      readonly from: string | null;
      readonly to: string;
    }
  | {
      readonly target: "timer";
      readonly node: string;
      /** The systemd unit: `zfs-trim-monthly@tank.timer`. */
      readonly key: string;
      readonly from: "disabled";
      readonly to: "enabled";
    };

/** What is changed on a node, with a command of its own, and not in a guest's config. */
export type HostChange = Exclude<Change, { readonly target: "drive" | "guest" }>;

export function isHostChange(change: Change): change is HostChange {
  return change.target !== "drive" && change.target !== "guest";
}

export type Safety = "safe" | "review";

export type TakesEffect = "at-once" | "after-stop-start" | "new-volumes-only";

/** A command as argv, never a shell string: what is read is what runs. */
export interface Command {
  readonly argv: readonly string[];
  readonly node?: string;
}

/** What a rule proposes. The audit merges the changes of one drive into one lossless `qm set` line. */
export type Remedy =
  | {
      readonly kind: "change";
      readonly safety: Safety;
      readonly takesEffect: TakesEffect;
      readonly changes: readonly [Change, ...Change[]];
      /** Where to click in Proxmox VE. */
      readonly gui?: string;
      /** Steps that belong to the change but are done by a person (drivers, a test boot). */
      readonly steps?: readonly string[];
      /** What it would cost. */
      readonly risks: readonly string[];
    }
  | {
      readonly kind: "manual";
      readonly takesEffect?: TakesEffect;
      readonly steps: readonly [string, ...string[]];
      readonly commands?: readonly Command[];
      readonly gui?: string;
      readonly risks: readonly string[];
    }
  | { readonly kind: "none"; readonly risks: readonly string[] };
