import { audit } from "../audit/audit.ts";
import { decide } from "../decide/decide.ts";
import { ansibleText } from "../decide/emit/ansible.ts";
import { apiRequests } from "../decide/emit/api.ts";
import { qmCommands, qmSetCommands } from "../decide/emit/qm.ts";
import { terraformText } from "../decide/emit/terraform.ts";
import { decidedNotes } from "../decide/notes.ts";
import { isNewDiskType, newDiskTypes } from "../decide/place.ts";
import type { AuditReport, GuestReport } from "../model/audit-report.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import type { DecideOutput, StorageChoice, Wish } from "../model/decision.ts";
import { Failure } from "../model/failure.ts";
import { checklistFor } from "../model/guest-checklist.ts";
import { defaultPolicy } from "../model/policy.ts";
import { resolve } from "../resolve/resolve.ts";
import { choose } from "./chosen-storage.ts";
import { hypotheticalCluster, hypotheticalStorage } from "./hypothetical-cluster.ts";
import type { NewGuestRequest } from "./new-guest-request.ts";
import { probeVmid, type StorageView, storageViews } from "./places.ts";
import { predicted } from "./predicted-guest.ts";
import { placeNotes, shownGuest } from "./shown-guest.ts";
import { isAgainst, isOwn, storageChoices } from "./storage-choices.ts";

/**
 * What the guest should look like: decided, predicted, and audited before it is handed out. Throws a Failure where the
 * wish cannot be had, or where our own audit would have something against it.
 */
export function decideNewGuest(request: NewGuestRequest): DecideOutput {
  const ranking = rankStorages(request);
  const chosen = choose(ranking.views, ranking.choices, request);
  const { policy = defaultPolicy, wish, snapshot } = request;
  const vmid = request.vmid ?? probeVmid;
  const decision = decide(chosen.place, wish, vmid, policy);
  const shown = shownGuest(decision.guest, request);
  const report = auditOf(
    ranking.snapshot,
    [{ guest: { ...decision.guest, vmid }, storage: chosen.view.storage }],
    request,
  );
  const made = refusedUnlessGood(report, wish, chosen.view.storage.entry.id);
  return {
    schema: "lanekeeper/decide/1",
    lane: made.lane,
    quadrant: made.quadrant,
    storage: { id: shown.storage, type: chosen.view.storage.entry.type, node: shown.node },
    settings: decision.settings,
    commands: qmCommands(shown),
    setCommands: qmSetCommands(shown),
    terraform: terraformText(shown),
    ansible: ansibleText(shown),
    api: apiRequests(shown),
    checklist: checklistFor(wish.os),
    findings: report.findings.filter(isOwn),
    open: snapshot === undefined ? [] : report.open.filter((open) => isOwn(open) && !neverRan.has(open.rule)),
    notes: [
      ...placeNotes(shown, chosen.choice, ranking.choices, request),
      ...decidedNotes(chosen.place, wish, shown),
    ],
    ...(snapshot === undefined ? {} : { storages: ranking.choices }),
  };
}

/** What these rules look at comes only once the guest is there. */
const neverRan: ReadonlySet<string> = new Set(["guest/replication-failing", "guest/agent-silent"]);

/** How every storage of the cluster suits a wish; without a cluster, how every type of storage would. */
export function newGuestStorages(request: NewGuestRequest): readonly StorageChoice[] {
  if (request.snapshot !== undefined) return rankStorages(request).choices;
  return newDiskTypes
    .flatMap((storage) => rankStorages({ ...request, storage }).choices)
    .filter(({ id }) => id === hypotheticalStorage)
    .map((choice) => ({ ...choice, id: choice.type }));
}

interface Ranking {
  readonly snapshot: ClusterSnapshot;
  readonly views: readonly StorageView[];
  readonly choices: readonly StorageChoice[];
}

function rankStorages(request: NewGuestRequest): Ranking {
  const { wish, node, policy = defaultPolicy } = request;
  const snapshot = request.snapshot ?? hypothesis(request);
  const views = storageViews(snapshot, wish, node, policy);
  const candidates = views.flatMap(({ place, storage }, index) => {
    if (place === undefined) return [];
    const vmid = probeVmid - index;
    return [{ guest: { ...decide(place, wish, vmid, policy).guest, vmid }, storage }];
  });
  const report = auditOf(snapshot, candidates, request);
  return { snapshot, views, choices: storageChoices(views, candidates, report, wish.mobility) };
}

function hypothesis({ storage, wish, generatedAt }: NewGuestRequest): ClusterSnapshot {
  if (storage !== undefined && isNewDiskType(storage))
    return hypotheticalCluster(storage, wish.mobility, generatedAt);
  throw new Failure(
    "no-such-storage",
    storage === undefined
      ? "no storage was named, and no cluster to look at"
      : `${storage} is no type of storage for new disks`,
    `--storage ${newDiskTypes.join(", ")}; or --from or --demo, and the id of a storage there`,
  );
}

function auditOf(
  snapshot: ClusterSnapshot,
  candidates: Parameters<typeof predicted>[1],
  { policy = defaultPolicy, tool, generatedAt }: NewGuestRequest,
): AuditReport {
  // A waiver is for a guest that is there; for one yet to be made nothing is waived.
  const inForce = { ...policy, waivers: [] };
  const cluster = resolve(predicted(snapshot, candidates), inForce);
  return audit(cluster, { tool, generatedAt, sources: [], policy: inForce });
}

/** The guest as the audit sees it. What is not in the lane that was asked for, or breaks a rule of ours, is not handed out. */
function refusedUnlessGood({ guests, findings }: AuditReport, wish: Wish, storage: string): GuestReport {
  const [made] = guests;
  if (made === undefined) throw new Error("the predicted guest is not in its own audit");
  const against = findings.filter(isAgainst);
  const wanted =
    wish.mobility === "mobile" ? "shared" : wish.mobility === "failover" ? "replicated" : undefined;
  const reasons = [
    ...(wanted === undefined || made.lane === wanted
      ? []
      : [`it would be in lane ${made.lane}: ${made.laneReasons[0]?.text ?? ""}`]),
    ...made.unreadable.map(({ key, reason }) => `${key}: ${reason}`),
    ...against.map(({ rule, message }) => `${message} (${rule})`),
  ];
  if (reasons.length === 0) return made;
  throw new Failure(
    "would-not-pass",
    `a guest on ${storage} would not pass its own audit: ${reasons.join("; ")}`,
  );
}
