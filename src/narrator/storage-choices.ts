import type { AuditReport, Finding } from "../model/audit-report.ts";
import type { Mobility, StorageChoice } from "../model/decision.ts";
import { compareNaturally } from "../model/natural-order.ts";
import { type Severity, severities } from "../model/outcome.ts";
import type { StorageView } from "./places.ts";
import type { Candidate } from "./predicted-guest.ts";

/** A finding about the guest itself, not about what it stands on. */
export function isOwn({ subject: { kind } }: Pick<Finding, "subject">): boolean {
  return kind === "drive" || kind === "guest" || kind === "volume";
}

/** What a rule of ours holds against the guest. What a site asks for beyond us is shown: only it knows how to meet that. */
export function isAgainst(finding: Finding): boolean {
  const { severity, rule } = finding;
  return (
    isOwn(finding) &&
    !rule.startsWith("custom/") &&
    severities.indexOf(severity) <= severities.indexOf("warning")
  );
}

const fillOf = ({ evidence: [first] }: Finding): string => `${first?.value ?? "nearly"} full`;

/** What our rules about storages and pools say of a place, in a few words: their messages count the guests there are. */
const placeWords: Readonly<Record<string, (finding: Finding) => string>> = {
  "pool/nearly-full": fillOf,
  "storage/nearly-full": fillOf,
  "storage/thin-pool-full": fillOf,
  "pool/unhealthy": ({ subject }) => `pool ${subject.pool} is not healthy`,
  "storage/shared-claim-unproven": () => "declared shared, and lies on a device of one node",
  "storage/backup-on-vm-pool": () => "backups may lie on the same pool",
  "storage/zfs-not-sparse": () => "not sparse: new disks reserve their whole size",
  "storage/volume-chain-preview": () =>
    "snapshots as volume chains are a technology preview; new disks are qcow2",
};

/** Of these, what makes a storage a bad place for a new disk from this severity on. */
const unwiseFrom: Readonly<Record<string, Severity>> = {
  "pool/nearly-full": "error",
  "storage/nearly-full": "error",
  "storage/thin-pool-full": "error",
  "pool/unhealthy": "error",
  "storage/shared-claim-unproven": "warning",
};

function isUnwise({ rule, severity }: Finding): boolean {
  const from = unwiseFrom[rule];
  return from !== undefined && severities.indexOf(severity) <= severities.indexOf(from);
}

/** The storages, the best first: those that fit, those that can be had by name, those that cannot. */
export function storageChoices(
  views: readonly StorageView[],
  candidates: readonly Candidate[],
  report: AuditReport,
  mobility: Mobility,
): readonly StorageChoice[] {
  const ranked = views.map((view) => {
    const candidate = candidates.find(({ storage }) => storage === view.storage);
    const findings = candidate === undefined ? [] : findingsOn(view, candidate, report);
    const choice = choiceOf(view, findings);
    return { choice, rank: rankOf(view, choice, mobility) };
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || compareNaturally(a.choice.id, b.choice.id))
    .map(({ choice }) => choice);
}

function findingsOn(
  { place, storage }: StorageView,
  { guest }: Candidate,
  report: AuditReport,
): readonly Finding[] {
  const { type, properties, id } = storage.entry;
  const fileSystem = place?.drive.fileSystem;
  const dataset =
    type === "zfspool"
      ? (properties["pool"] ?? id)
      : fileSystem?.known === true && fileSystem.value?.kind === "zfs"
        ? fileSystem.value.dataset
        : undefined;
  const pool = dataset?.split("/")[0];
  return report.findings.filter((finding) => {
    const { subject } = finding;
    if (isOwn(finding))
      return subject.vmid === guest.vmid || subject.volume?.includes(`vm-${guest.vmid}-`) === true;
    if (!Object.hasOwn(placeWords, finding.rule)) return false;
    if (subject.storage !== undefined)
      return subject.storage === id && (subject.node === undefined || subject.node === guest.node);
    return pool !== undefined && subject.pool === pool && subject.node === guest.node;
  });
}

function choiceOf({ storage, impossible, place }: StorageView, findings: readonly Finding[]): StorageChoice {
  const { id, type } = storage.entry;
  if (impossible.length > 0) return { id, type, verdict: "impossible", reasons: impossible };
  const own = findings.filter(isAgainst);
  if (own.length > 0) return { id, type, verdict: "impossible", reasons: own.map(reasonOf) };
  const medium = place?.drive.medium;
  const spins = medium?.known === true && medium.value === "hdd" ? ["on spinning disks"] : [];
  const said = findings.flatMap((finding) => placeWords[finding.rule]?.(finding) ?? []);
  const unseen = place?.drive.fileSystem.known === false ? ["not known what file system is under it"] : [];
  const unwise = spins.length > 0 || findings.some(isUnwise);
  return { id, type, verdict: unwise ? "unwise" : "fits", reasons: [...spins, ...said, ...unseen] };
}

/** Of a guest that is not made yet nobody has written the cache. */
function reasonOf({ message }: Finding): string {
  return message.replace(/^cache is [^;]*\(written\); /, "");
}

/** Blocks before files; on one node ZFS first, for its checksums and replicas (article: local ZFS SSD). Ours. */
const byType: readonly string[] = ["zfspool", "rbd", "lvm", "lvmthin", "zfs", "nfs", "btrfs", "dir", "cifs"];

function rankOf({ storage, place }: StorageView, choice: StorageChoice, mobility: Mobility): number {
  const verdict = ["fits", "unwise", "impossible"].indexOf(choice.verdict);
  const medium = place?.drive.medium;
  const known = medium?.known === true ? 0 : 1;
  const sharedForNothing = mobility === "pinned" && storage.shared ? 1 : 0;
  const type = byType.indexOf(storage.entry.type);
  return (
    verdict * 1000 + sharedForNothing * 400 + choice.reasons.length * 50 + known * 20 + (type < 0 ? 19 : type)
  );
}
