import type { GuestSnapshot } from "../model/cluster.ts";
import { type Fact, known } from "../model/fact.ts";
import type { ResolvedCluster, ResolvedGuest, ResolvedNode, ResolvedStorage } from "../model/resolved.ts";
import { type GuestReading, parseGuestConf, type Section } from "../model/syntax/guest-conf.ts";
import { parseTags } from "../model/syntax/tags.ts";
import { readDriveLines } from "./drive-lines.ts";
import type { DeclaredIntents } from "./intents.ts";
import { devicePinnedBy, laneOf } from "./lane.ts";
import { noLiveFacts } from "./live.ts";
import { machineVersion } from "./machine.ts";
import type { PciMappings } from "./mappings.ts";
import type { NodeEvidence } from "./node-evidence.ts";
import { pinsOf } from "./pins.ts";
import type { Placement } from "./placement.ts";
import { quadrantOf } from "./quadrant.ts";
import type { DefaultsOf } from "./storage-defaults.ts";

/** What all guests of a cluster are resolved against. */
export interface GuestPlace {
  readonly cluster: ResolvedCluster;
  readonly storages: Fact<ReadonlyMap<string, ResolvedStorage>>;
  readonly nodes: ReadonlyMap<string, ResolvedNode>;
  readonly evidence: ReadonlyMap<string, NodeEvidence>;
  readonly mappings: PciMappings;
  readonly placement: Placement;
  readonly defaultsOf: DefaultsOf;
  readonly intents: DeclaredIntents;
}

/** A guest as it is now; with pending changes, `afterPending` is the same guest once they are in force. */
export function resolveGuest(snapshot: GuestSnapshot, place: GuestPlace): ResolvedGuest {
  // The lines are not kept: with many guests they would be most of the memory.
  const { lines: _, ...conf } = parseGuestConf(snapshot.config);
  const { pending, current } = conf;
  const afterPending =
    pending === undefined || isEmpty(pending)
      ? undefined
      : resolveSection(snapshot, confAfterPending(conf, current, pending), undefined, place);
  return resolveSection(snapshot, conf, afterPending, place);
}

function isEmpty(pending: NonNullable<GuestReading["pending"]>): boolean {
  return pending.entries.size === 0 && pending.deletes.size === 0;
}

/** The config a stop and start would leave: nothing is pending any more. */
function confAfterPending(
  conf: GuestReading,
  current: Section,
  pending: NonNullable<GuestReading["pending"]>,
): GuestReading {
  const entries = new Map(current.entries);
  for (const key of pending.deletes.keys()) entries.delete(key);
  for (const [key, entry] of pending.entries) entries.set(key, entry);
  return { ...conf, current: { ...current, entries }, pending: undefined };
}

function resolveSection(
  snapshot: GuestSnapshot,
  conf: GuestReading,
  afterPending: ResolvedGuest | undefined,
  place: GuestPlace,
): ResolvedGuest {
  const { vmid, node } = snapshot;
  const { entries } = conf.current;
  const file = `${vmid}.conf`;
  const at = (line: number): string => (snapshot.digest === undefined ? `${file}:${line}` : file);
  const option = (key: string): string | undefined => entries.get(key)?.value;
  const onNode = node === null ? undefined : place.nodes.get(node);
  const tags = parseTags(option("tags") ?? "");
  const name = option("name") ?? `VM ${vmid}`;
  const sourceOf = (key: string): string => {
    const line = entries.get(key)?.line;
    return line === undefined ? file : at(line);
  };
  const intents = place.intents.ofGuest({ vmid, name, tags, tagSource: sourceOf("tags") });
  const machine = machineVersion(option, onNode?.versions);
  const ha = place.placement.haOf(vmid);
  const evidence = node === null ? undefined : place.evidence.get(node);
  const guest: GuestDraft = {
    cluster: place.cluster,
    vmid,
    name,
    node,
    onNode,
    conf,
    file,
    option,
    at,
    sourceOf,
    template: option("template") === "1",
    tags,
    intents,
    quadrant: quadrantOf(entries.keys(), option("ostype"), intents),
    machine,
    ha,
    replication: place.placement.replicationOf(vmid),
    live: evidence?.liveOf(vmid) ?? noLiveFacts(node),
    afterPending,
    ...undecided,
  };
  Object.assign(
    guest,
    readDriveLines(conf, entries, {
      guest,
      storages: place.storages,
      evidence,
      defaultsOf: place.defaultsOf,
      intents: place.intents,
    }),
  );
  const { drives, volumes } = guest;
  guest.pinned = pinsOf({ entries, drives, volumes, mappings: place.mappings, machine, ha });
  guest.devicePinned = devicePinnedBy(guest.pinned);
  Object.assign(guest, laneOf(drives, volumes, guest.pinned));
  return guest;
}

/** Drives point back at their guest, so it is made first and filled in. */
type GuestDraft = { -readonly [K in keyof ResolvedGuest]: ResolvedGuest[K] };

const undecided = {
  drives: [],
  volumes: [],
  unreadable: [],
  pinned: [],
  lane: "none",
  laneReasons: [],
  devicePinned: known(false, "config"),
} as const satisfies Partial<ResolvedGuest>;
