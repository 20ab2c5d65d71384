import type { Place } from "../decide/place.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import type { StorageChoice, Wish } from "../model/decision.ts";
import { Failure } from "../model/failure.ts";
import { hypotheticalStorage } from "./hypothetical-cluster.ts";
import type { NewGuestRequest } from "./new-guest-request.ts";
import type { StorageView } from "./places.ts";

/** The storage a guest is to lie on. */
export interface Chosen {
  readonly view: StorageView;
  readonly place: Place;
  readonly choice: StorageChoice;
}

/** The storage that was named, else the best that fits; one that is unwise only by its name. */
export function choose(
  views: readonly StorageView[],
  choices: readonly StorageChoice[],
  request: NewGuestRequest,
): Chosen {
  const named = choicesNamed(choices, request);
  const byName = named.every(({ id }) => id === request.storage || id === hypotheticalStorage);
  const best = named.find(({ verdict }) => verdict === "fits" || (byName && verdict === "unwise"));
  const view = views.find((candidate) => candidate.storage.entry.id === best?.id);
  if (best !== undefined && view?.place !== undefined) return { view, place: view.place, choice: best };
  throw noneFits(named, choices, request);
}

/** What all of them lack is said once, and what several lack once for these. */
function noneFits(
  named: readonly StorageChoice[],
  choices: readonly StorageChoice[],
  { wish, snapshot }: NewGuestRequest,
): Failure {
  const [first, ...others] = named;
  const common = (first?.reasons ?? []).filter((reason) =>
    others.every(({ reasons }) => reasons.includes(reason)),
  );
  const said = others.length > 0 && common.length > 0 ? common : byReason(named, snapshot !== undefined);
  const fitting = snapshot === undefined ? [] : choices.filter(({ verdict }) => verdict === "fits");
  return new Failure(
    "no-storage-fits",
    `a ${wish.mobility} guest cannot be made there: ${said.join(" · ")}`,
    fitting.length > 0
      ? `these fit: ${fitting.map(({ id }) => id).join(", ")}`
      : hintFor(named, wish, snapshot),
  );
}

function byReason(choices: readonly StorageChoice[], byId: boolean): readonly string[] {
  const names = new Map<string, readonly string[]>();
  for (const { id, type, reasons } of choices) {
    const reason = reasons.join("; ");
    names.set(reason, [...(names.get(reason) ?? []), byId ? id : type]);
  }
  return [...names].map(([reason, ids]) => `${ids.join(", ")}: ${reason}`);
}

function hintFor(
  named: readonly StorageChoice[],
  { mobility, device, intents }: Wish,
  snapshot: ClusterSnapshot | undefined,
): string {
  const unwise = named.filter(({ verdict }) => verdict === "unwise").map(({ id }) => id);
  if (unwise.length > 0) return `what is unwise can be had by naming it: ${unwise.join(", ")}`;
  if (mobility !== "pinned" && snapshot?.nodesComplete === true && snapshot.nodes.length === 1)
    return "on the only node a guest is pinned: --mobility pinned";
  const free = device === undefined ? "" : ", and no device that ties it to one";
  if (mobility === "mobile") return `mobile asks for storage that more than one node can open${free}`;
  if (mobility === "failover") return `failover asks for a zfspool storage that a second node has too${free}`;
  if (intents.includes("lane:local")) return "without lane:local it is answered, with a note";
  return "it takes a storage with images among its content, on a node of the cluster";
}

/** The storage of that id; else all of that type; else all, the preferred one first. */
function choicesNamed(
  choices: readonly StorageChoice[],
  { storage, preferred, snapshot }: NewGuestRequest,
): readonly StorageChoice[] {
  // Proxmox VE's built-in `local` is in every storage.cfg; nobody asked for it here.
  if (snapshot === undefined) return choices.filter(({ id }) => id === hypotheticalStorage);
  if (storage === undefined)
    return [...choices.filter(({ id }) => id === preferred), ...choices.filter(({ id }) => id !== preferred)];
  const byId = choices.filter(({ id }) => id === storage);
  if (byId.length > 0) return byId;
  const byType = choices.filter(({ type }) => type === storage);
  if (byType.length > 0) return byType;
  throw new Failure(
    "no-such-storage",
    `no storage ${storage} in this cluster, and none of such a type`,
    `it has ${choices.map(({ id }) => id).join(", ")}`,
  );
}
