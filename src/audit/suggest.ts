import type { AuditReport, Finding, OpenJudgement, Suggestion } from "../model/audit-report.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import type { GuestIntent } from "../model/intent.ts";
import type { Policy } from "../model/policy.ts";
import type { ResolvedCluster } from "../model/resolved.ts";
import { resolve } from "../resolve/resolve.ts";
import { type AuditOptions, audit } from "./audit.ts";

/** So many guests are audited again for one declaration: others of the same storage are judged alike. */
const mostGuests = 100;
/** So many guests are asked about at most. */
const mostCandidates = 20;

/**
 * Declarations that would change a verdict, found by making them and auditing again; what closes or clears the most
 * first. Whether one is true only a person can say.
 */
export function suggestDeclarations(
  snapshot: ClusterSnapshot,
  cluster: ResolvedCluster,
  report: AuditReport,
  options: AuditOptions & { readonly policy: Policy },
): readonly Suggestion[] {
  const trial = trialOf(snapshot, options);
  return [...storageSuggestions(cluster, report, trial), ...guestSuggestions(report, trial)].sort(
    (a, b) => b.closes + b.clears - a.closes - a.clears,
  );
}

/** Audits some guests under a policy. */
type Trial = (vmids: ReadonlySet<number>, change: (policy: Policy) => Policy) => AuditReport;

function trialOf(snapshot: ClusterSnapshot, options: AuditOptions & { readonly policy: Policy }): Trial {
  return (vmids, change) => {
    const policy = change(options.policy);
    const some = { ...snapshot, guests: snapshot.guests.filter(({ vmid }) => vmids.has(vmid)) };
    return audit(resolve(some, policy), { ...options, policy });
  };
}

/** The medium of storages behind which no node sees the disks; all are tried at once, for none touches another's drives. */
function storageSuggestions(
  cluster: ResolvedCluster,
  report: AuditReport,
  trial: Trial,
): readonly Suggestion[] {
  const byStorage = openByStorage(cluster, report);
  if (byStorage.size === 0) return [];
  const tried = [...byStorage.values()].flatMap((open) => open.slice(0, mostGuests));
  const vmids = new Set(tried.flatMap(({ subject }) => subject.vmid ?? []));
  const after = keysOf(trial(vmids, (policy) => withMedium(policy, [...byStorage.keys()])).open);
  return [...byStorage].flatMap(([id, open]): readonly Suggestion[] => {
    const closing = new Set(
      open.slice(0, mostGuests).flatMap((judgement) => (after.has(keyOf(judgement)) ? [] : judgement.rule)),
    );
    const closes = open.filter(({ rule }) => closing.has(rule)).length;
    const answers = `medium of storage ${id}`;
    const says = "medium: ssd";
    return closes === 0 ? [] : [{ section: "storages", name: id, says, answers, closes, clears: 0 }];
  });
}

function withMedium(policy: Policy, ids: readonly string[]): Policy {
  const declared = ids.map((id) => [id, { ...policy.storages[id], medium: "ssd" }] as const);
  return { ...policy, storages: { ...policy.storages, ...Object.fromEntries(declared) } };
}

/** Judgements that only a declaration can answer, by the storage of their drive. */
function openByStorage(
  { guests }: ResolvedCluster,
  { open }: AuditReport,
): ReadonlyMap<string, readonly OpenJudgement[]> {
  const byVmid = new Map(guests.map((guest) => [guest.vmid, guest]));
  const found = new Map<string, OpenJudgement[]>();
  for (const judgement of open) {
    const { vmid, drive: key } = judgement.subject;
    if (judgement.due || vmid === undefined) continue;
    const drive = byVmid.get(vmid)?.drives.find((one) => one.key === key);
    const id = drive?.storage?.entry.id;
    if (id === undefined || drive?.medium.known !== false) continue;
    const open = found.get(id);
    if (open === undefined) found.set(id, [judgement]);
    else open.push(judgement);
  }
  return found;
}

const excuses: readonly GuestIntent[] = ["disposable", "scratch"];

/** Intents that would clear what is found of a guest's caches. */
function guestSuggestions({ findings }: AuditReport, trial: Trial): readonly Suggestion[] {
  const suspects = findings.filter(
    ({ rule, waiver }) => rule === "drive/writeback-not-earned" && waiver === undefined,
  );
  const vmids = [...new Set(suspects.flatMap(({ subject }) => subject.vmid ?? []))].slice(0, mostCandidates);
  if (vmids.length === 0) return [];
  const all = new Set(vmids);
  const before = trial(all, (policy) => policy);
  return excuses.flatMap((intent) => {
    const declared = new Set(worst(trial(all, (policy) => withIntent(policy, vmids, intent))).map(gravity));
    return vmids.flatMap((vmid): readonly Suggestion[] => {
      const own = worst(before).filter(({ subject }) => subject.vmid === vmid);
      const clears = own.filter((finding) => !declared.has(gravity(finding))).length;
      return clears === 0 ? [] : [{ section: "guests", name: String(vmid), says: intent, closes: 0, clears }];
    });
  });
}

function withIntent(policy: Policy, vmids: readonly number[], intent: GuestIntent): Policy {
  const declared = vmids.map((vmid) => ({ match: String(vmid), value: [intent], source: "suggested" }));
  return { ...policy, guests: [...policy.guests, ...declared] };
}

/** Findings that set the exit code by default. */
function worst({ findings }: AuditReport): readonly Finding[] {
  return findings.filter(({ severity }) => severity === "critical" || severity === "error");
}

/** A finding that is lessened is another one. */
const gravity = ({ id, severity }: Finding): string => `${severity} ${id}`;

function keysOf(open: readonly OpenJudgement[]): ReadonlySet<string> {
  return new Set(open.map(keyOf));
}

const keyOf = ({ rule, subject }: OpenJudgement): string => `${rule} ${JSON.stringify(subject)}`;
