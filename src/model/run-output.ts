import type { StepOutcome } from "./journal.ts";

/** `journal <run>`, and `apply` and `rollback`: what one run did. */
export interface RunOutput {
  readonly schema: "lanekeeper/run/1";
  readonly run: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly who: string;
  readonly cluster: { readonly id: string; readonly name: string };
  /** The run that this one undid. */
  readonly undoes?: string;
  /** false: it was cut off; steps without a result are `open`. */
  readonly finished: boolean;
  readonly steps: readonly RunStep[];
}

export interface RunStep {
  readonly step: string;
  /** null: a host step. */
  readonly vmid: number | null;
  readonly option: string;
  /** Only of steps that were tried. */
  readonly node?: string;
  readonly before?: string | null;
  readonly to?: string | null;
  /** `open`: announced, and no journal says what came of it. */
  readonly outcome: StepOutcome | "open";
  readonly after?: string | null;
  readonly message?: string;
}

/** `journal` */
export interface RunsOutput {
  readonly schema: "lanekeeper/runs/1";
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Files that are journals and cannot be read. */
  readonly damaged: readonly string[];
}

export interface RunSummary extends Omit<RunOutput, "schema" | "steps"> {
  readonly counts: Readonly<Partial<Record<RunStep["outcome"], number>>>;
}

/** `pending` */
export interface PendingOutput {
  readonly schema: "lanekeeper/pending/1";
  readonly guests: readonly WaitingGuest[];
  /** Of these it is not known whether anything waits. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

export interface WaitingGuest {
  readonly vmid: number;
  readonly name: string;
  readonly node: string | null;
  readonly options: readonly WaitingOption[];
}

export interface WaitingOption {
  readonly option: string;
  /** null: absent. */
  readonly now: string | null;
  readonly after: string | null;
  /** Of a drive its keys (`file`: its volume), else the option itself. */
  readonly changes: readonly {
    readonly key: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
  /** The run of ours that saved it; absent: somebody else did, or its journal is not here. */
  readonly run?: { readonly run: string /** UTC, ISO 8601. */; readonly at: string };
}

/** `restart` */
export interface RestartOutput {
  readonly schema: "lanekeeper/restart/1";
  readonly results: readonly RestartResult[];
}

export interface RestartResult {
  readonly vmid: number;
  readonly node?: string;
  /** `refused`: it was not touched. */
  readonly outcome: "restarted" | "refused" | "failed";
  /** The options that waited, and are in force now. */
  readonly took: readonly string[];
  /** What the new process says of the disks; only of a guest that was restarted. */
  readonly process?: ProcessView;
  /** undefined: there is none, or it could not be asked. */
  readonly agentAnswers?: boolean;
  readonly message?: string;
}

/** What the monitor tells of devices, block nodes and I/O threads, held against what is written. */
export interface ProcessView {
  readonly checks: readonly ProcessCheck[];
  /** Why nothing is verified by the process. */
  readonly unread?: string;
}

export interface ProcessCheck {
  /** `scsi0` */
  readonly drive: string;
  /**
   * Of the device (`write-cache`, `rotation_rate`, `iothread`, `drive`) or of the nodes behind it (`direct`, `no-flush`,
   * `detect-zeroes`, `discard`), or a key of the drive that neither shows.
   */
  readonly property: string;
  readonly wanted: string;
  /** null: not told. */
  readonly found: string | null;
  readonly outcome: "confirmed" | "differs" | "open";
  /** Only of what is `open`. */
  readonly why?: string;
}
