import type { RemedyReport } from "../model/audit-report.ts";
import type { Change, Command, Remedy, Safety } from "../model/change.ts";
import { couldAllocate, editDriveString } from "../model/syntax/drive-string.ts";
import type { Failure } from "./judge.ts";

/**
 * Turns remedies into commands. All changes of one drive become one `qm set` line that every finding of the drive
 * carries: pasted one after the other, separate lines would undo each other.
 */
export function remedyReports(failures: readonly Failure[]): ReadonlyMap<Failure, RemedyReport> {
  const merged = mergeByTarget(failures);
  return new Map(failures.map((failure) => [failure, remedyReport(failure, merged)]));
}

interface Target {
  readonly failure: Failure;
  readonly changes: Map<string, Change>;
  safety: Safety;
}

type ChangeRemedy = Extract<Remedy, { readonly kind: "change" }>;

function targetOf(change: Change): string {
  if (change.target === "drive") return `drive ${change.vmid} ${change.drive}`;
  if (change.target === "guest") return `guest ${change.vmid} ${change.key}`;
  return `dataset ${change.node ?? ""} ${change.dataset} ${change.key}`;
}

const isDataset = (id: string): boolean => id.startsWith("dataset ");

/** Failures come worst first: where two remedies want different values for one key, the worse one's stands. */
function mergeByTarget(failures: readonly Failure[]): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>();
  for (const failure of failures) {
    if (failure.remedy.kind !== "change") continue;
    for (const change of failure.remedy.changes) {
      const id = targetOf(change);
      const target = targets.get(id) ?? { failure, changes: new Map<string, Change>(), safety: "safe" };
      if (!target.changes.has(change.key)) target.changes.set(change.key, change);
      if (failure.remedy.safety === "review") target.safety = "review";
      targets.set(id, target);
    }
  }
  return targets;
}

function remedyReport(failure: Failure, merged: ReadonlyMap<string, Target>): RemedyReport {
  const { remedy } = failure;
  if (remedy.kind === "none") return { kind: "none", changes: [], commands: [], risks: remedy.risks };
  if (remedy.kind === "manual") {
    const { kind, steps, risks, gui, takesEffect, commands = [] } = remedy;
    return { kind, changes: [], commands, steps, risks, ...defined({ gui, takesEffect }) };
  }
  return changeReport(remedy, merged);
}

function changeReport(remedy: ChangeRemedy, merged: ReadonlyMap<string, Target>): RemedyReport {
  // A dataset's property comes first: the drive's new cache mode relies on it.
  const ids = [...new Set(remedy.changes.map(targetOf))].sort(
    (x, y) => Number(isDataset(y)) - Number(isDataset(x)),
  );
  const targets = ids.flatMap((id) => merged.get(id) ?? []);
  const { kind, takesEffect, changes, gui, steps, risks } = remedy;
  return {
    kind,
    safety: targets.some(({ safety }) => safety === "review") ? "review" : "safe",
    takesEffect,
    changes: changes.map(({ key, from, to }) => ({ key, from, to })),
    commands: targets.flatMap(commandOf),
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
  const node = failure.guest.node === null ? {} : { node: failure.guest.node };
  if (first.target === "dataset") {
    const where = first.node === null ? node : { node: first.node };
    return [{ argv: ["zfs", "set", `${first.key}=${first.to}`, first.dataset], ...where }];
  }
  if (first.target === "guest") {
    const edit = first.to === null ? ["--delete", first.key] : [`--${first.key}`, first.to];
    return [{ argv: ["qm", "set", String(first.vmid), ...edit], ...node }];
  }
  const edited = driveString(failure, first.drive, changes);
  // A volume text that Proxmox VE would read as "allocate a new one" is never handed to it.
  return edited === undefined || couldAllocate(edited)
    ? []
    : [{ argv: ["qm", "set", String(first.vmid), `--${first.drive}`, edited], ...node }];
}

/** The drive string as `qm set` needs it: a pending one is edited rather than undone. */
function driveString(
  { guest }: Failure,
  drive: string,
  changes: ReadonlyMap<string, Change>,
): string | undefined {
  const { conf } = guest;
  const text = conf.pending?.entries.get(drive)?.value ?? conf.current.entries.get(drive)?.value;
  const edits = Object.fromEntries([...changes.values()].map(({ key, to }) => [key, to]));
  return text === undefined ? undefined : editDriveString(text, edits);
}
