import type { RemedyReport } from "../model/audit-report.ts";
import type { Change, Command, Remedy, Safety } from "../model/change.ts";
import { couldAllocate, editDriveString } from "../model/syntax/drive-string.ts";
import { writtenDrive } from "../model/written-drive.ts";
import type { Failure } from "./judge.ts";

/**
 * Turns remedies into commands. All changes of one drive become one `qm set` line that every finding of the drive
 * carries: pasted one after the other, separate lines would undo each other.
 */
export function remedyReports(failures: readonly Failure[]): ReadonlyMap<Failure, RemedyReport> {
  const targets = mergeByTarget(failures);
  return new Map(
    failures.map((failure) => [failure, remedyReport(failure.remedy, targets.get(failure) ?? [])]),
  );
}

/** One thing that changes: a drive's string, an option of a guest, a property of a dataset. */
interface Target {
  readonly failure: Failure;
  readonly changes: Map<string, Change>;
  /** What has to be changed before: a dataset whose `direct` the new cache mode relies on. */
  readonly first: Set<Target>;
  safety: Safety;
  /** Written once all changes are in, and shared by all findings. */
  commands?: readonly Command[];
}

type ChangeRemedy = Extract<Remedy, { readonly kind: "change" }>;

function targetId(change: Change): string {
  if (change.target === "drive") return `drive ${change.vmid} ${change.drive}`;
  if (change.target === "guest") return `guest ${change.vmid} ${change.key}`;
  if (change.target === "storage") return `storage ${change.storage} ${change.key}`;
  if (change.target === "timer") return `timer ${change.node} ${change.key}`;
  return `dataset ${change.node ?? ""} ${change.dataset} ${change.key}`;
}

/**
 * The targets each failure's remedy touches. Failures come worst first: where two remedies want different values for
 * one key, the worse one's stands.
 */
function mergeByTarget(failures: readonly Failure[]): ReadonlyMap<Failure, readonly Target[]> {
  const all = new Map<string, Target>();
  const targets = new Map<Failure, readonly Target[]>();
  for (const failure of failures) {
    const { remedy } = failure;
    if (remedy.kind !== "change") continue;
    const touched = new Set<Target>();
    for (const change of remedy.changes) {
      const id = targetId(change);
      const target = all.get(id) ?? {
        failure,
        changes: new Map<string, Change>(),
        first: new Set<Target>(),
        safety: "safe",
      };
      if (target.changes.size === 0) all.set(id, target);
      if (!target.changes.has(change.key)) target.changes.set(change.key, change);
      if (remedy.safety === "review") target.safety = "review";
      touched.add(target);
    }
    if (touched.size > 1) orderDatasets([...touched]);
    targets.set(failure, [...touched]);
  }
  return targets;
}

/** A dataset's property comes before the drives of the same remedy, in every finding that carries their line. */
function orderDatasets(touched: readonly Target[]): void {
  const datasets = touched.filter(isDataset);
  for (const target of touched) {
    if (!isDataset(target)) for (const dataset of datasets) target.first.add(dataset);
  }
}

function withFirst(targets: readonly Target[]): readonly Target[] {
  return [...new Set(targets.flatMap((target) => [...target.first, target]))];
}

function isDataset({ changes }: Target): boolean {
  const [first] = changes.values();
  return first?.target === "dataset";
}

function remedyReport(remedy: Remedy, targets: readonly Target[]): RemedyReport {
  if (remedy.kind === "none") return { kind: "none", changes: [], commands: [], risks: remedy.risks };
  if (remedy.kind === "manual") {
    const { kind, steps, risks, gui, takesEffect, commands = [] } = remedy;
    return { kind, changes: [], commands, steps, risks, ...defined({ gui, takesEffect }) };
  }
  return changeReport(remedy, withFirst(targets));
}

function changeReport(remedy: ChangeRemedy, targets: readonly Target[]): RemedyReport {
  const { kind, takesEffect, changes, gui, steps, risks } = remedy;
  return {
    kind,
    safety: targets.some(({ safety }) => safety === "review") ? "review" : "safe",
    takesEffect,
    changes: changes.map(({ key, from, to }) => ({ key, from, to })),
    commands: targets.flatMap((target) => {
      target.commands ??= commandOf(target);
      return target.commands;
    }),
    risks,
    ...defined({ gui, steps }),
  };
}

function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof defined<T>
  >; // only undefined is left out
}

function commandOf({ failure, changes }: Target): readonly Command[] {
  const [first] = changes.values();
  if (first === undefined) return [];
  const node = failure.guest?.node ?? failure.subject.node;
  const on = node === undefined ? {} : { node };
  if (first.target === "dataset") {
    const where = first.node === null ? on : { node: first.node };
    return [{ argv: ["zfs", "set", `${first.key}=${first.to}`, first.dataset], ...where }];
  }
  if (first.target === "storage") {
    return [{ argv: ["pvesm", "set", first.storage, `--${first.key}`, first.to], ...on }];
  }
  if (first.target === "timer")
    return [{ argv: ["systemctl", "enable", "--now", first.key], node: first.node }];
  if (first.target === "guest") {
    const edit = first.to === null ? ["--delete", first.key] : [`--${first.key}`, first.to];
    return [{ argv: ["qm", "set", String(first.vmid), ...edit], ...on }];
  }
  const edited = driveString(failure, first.drive, changes);
  // A volume text that Proxmox VE would read as "allocate a new one" is never handed to it.
  return edited === undefined || couldAllocate(edited)
    ? []
    : [{ argv: ["qm", "set", String(first.vmid), `--${first.drive}`, edited], ...on }];
}

/** The drive string as `qm set` needs it; undefined: none may be written. */
function driveString(
  { guest }: Failure,
  drive: string,
  changes: ReadonlyMap<string, Change>,
): string | undefined {
  const text = guest === undefined ? undefined : writtenDrive(guest, drive);
  const edits = Object.fromEntries([...changes.values()].map(({ key, to }) => [key, to]));
  return text === undefined ? undefined : editDriveString(text, edits);
}
