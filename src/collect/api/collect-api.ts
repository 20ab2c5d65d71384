import type {
  AgentAnswer,
  ClusterSnapshot,
  GuestSnapshot,
  NodeSnapshot,
  UnreadableFile,
} from "../../model/cluster.ts";
import { numberIn, textIn } from "../facts/json.ts";
import { readClusterFiles } from "./cluster-files.ts";
import { type GuestReading, type ListedGuest, readGuest } from "./guests.ts";
import { readNode } from "./node-facts.ts";
import { rightsIn } from "./rights.ts";
import { type ApiReader, gapText, isPathPart, rowsOf } from "./rows.ts";
import { corosyncConf } from "./section-text.ts";

export type ApiParts = Omit<ClusterSnapshot, "schema" | "takenAt" | "tool" | "sources">;

/** What is being read, for people who wait: `guests`, 120 of 400. */
export type Progress = (what: string, done: number, of: number) => void;

/** Reads a cluster through its API. A gap is named and never ends it. `now`: UTC, ISO 8601. */
export async function collectApi(api: ApiReader, now: string, progress: Progress): Promise<ApiParts> {
  const rights = rightsIn(await api.get("/access/permissions"), api.who);
  const [status, resources, files] = await Promise.all([
    api.get("/cluster/status"),
    api.get("/cluster/resources?type=vm"),
    readClusterFiles(api, rights),
  ]);
  const unreadable: UnreadableFile[] = [...rights.gaps, ...files.unreadable];
  if (!status.ok) unreadable.push({ path: "corosync.conf", reason: gapText("/cluster/status", status) });
  if (!resources.ok) unreadable.push({ path: "nodes/", reason: gapText("/cluster/resources", resources) });
  const listed = rowsOf(resources.ok ? resources.data : []);
  const places = nodesOf(status.ok ? status.data : [], listed);
  const down = places.filter(({ online }) => !online).map(({ name }) => name);
  let read = 0;
  const nodes = await Promise.all(
    places.map(async ({ name, online }) => {
      const node = online ? await readNode(api, name, now) : undefined;
      progress("nodes", ++read, places.length);
      return node?.node ?? offline(name);
    }),
  );
  const { guests, agents } = await readGuests(api, guestsIn(listed), down, unreadable, progress);
  const corosync = status.ok ? corosyncConf(status.data) : undefined;
  return {
    nodesComplete: status.ok,
    nodes: nodes.map((node) => withAgents(node, guests, agents)),
    guests,
    containers: listed.flatMap((row) => containerOf(row)),
    files: { ...files.files, ...(corosync === undefined ? {} : { "corosync.conf": corosync }) },
    rendered: [...files.rendered, "corosync.conf"],
    ...(files.partial.length === 0 ? {} : { partial: files.partial }),
    unreadable,
  };
}

interface Place {
  readonly name: string;
  readonly online: boolean;
}

/** The cluster's own list; where it may not be read, the nodes on which a guest was seen. */
function nodesOf(status: unknown, listed: readonly unknown[]): readonly Place[] {
  const members = rowsOf(status).flatMap((row) => {
    const name = textIn(row, "name") ?? "";
    return row["type"] === "node" && isPathPart(name)
      ? [{ name, online: numberIn(row, "online") !== 0 }]
      : [];
  });
  if (members.length > 0) return members.sort((a, b) => (a.name < b.name ? -1 : 1));
  const seen = new Set(listed.flatMap((row) => textIn(row, "node") ?? []).filter(isPathPart));
  return [...seen].sort().map((name) => ({ name, online: true }));
}

const offline = (name: string): NodeSnapshot => ({
  name,
  packages: { failed: "the node is offline", source: "/cluster/status" },
});

function guestsIn(listed: readonly unknown[]): readonly ListedGuest[] {
  return listed.flatMap((row) => {
    const [vmid, node] = [numberIn(row, "vmid"), textIn(row, "node") ?? ""];
    if (textIn(row, "type") !== "qemu" || vmid === undefined || !isPathPart(node)) return [];
    return [{ vmid, node, running: textIn(row, "status") === "running" }];
  });
}

function containerOf(row: unknown): ClusterSnapshot["containers"] {
  const vmid = numberIn(row, "vmid");
  if (textIn(row, "type") !== "lxc" || vmid === undefined) return [];
  return [{ vmid, node: textIn(row, "node") ?? null }];
}

interface GuestsRead {
  readonly guests: readonly GuestSnapshot[];
  readonly agents: ReadonlyMap<number, AgentAnswer>;
}

async function readGuests(
  api: ApiReader,
  listed: readonly ListedGuest[],
  down: readonly string[],
  unreadable: UnreadableFile[],
  progress: Progress,
): Promise<GuestsRead> {
  const guests: GuestSnapshot[] = [];
  const agents = new Map<number, AgentAnswer>();
  let done = 0;
  const readings = await Promise.all(
    listed.map(async (guest) => {
      const reading = down.includes(guest.node) ? offlineGuest : await readListed(api, guest);
      progress("guests", ++done, listed.length);
      return [guest, reading] as const;
    }),
  );
  for (const [{ vmid, node }, reading] of readings) {
    if (reading.kind === "unread")
      unreadable.push({ path: `nodes/${node}/qemu-server/${vmid}.conf`, reason: reading.reason });
    if (reading.kind !== "read") continue;
    guests.push(reading.guest);
    if (reading.agent !== undefined) agents.set(vmid, reading.agent);
  }
  return { guests, agents };
}

const offlineGuest: GuestReading = { kind: "unread", reason: "its node is offline" };

/** A guest that went away between list and config is looked for once more: it may have moved to another node. */
async function readListed(api: ApiReader, guest: ListedGuest): Promise<GuestReading> {
  const reading = await readGuest(api, guest);
  if (reading.kind !== "gone") return reading;
  const again = await api.get("/cluster/resources?type=vm");
  const now = guestsIn(rowsOf(again.ok ? again.data : [])).find(({ vmid }) => vmid === guest.vmid);
  if (!again.ok) return { kind: "unread", reason: "it went away while it was read" };
  if (now === undefined || now.node === guest.node) return now === undefined ? { kind: "gone" } : wentAway;
  const second = await readGuest(api, now);
  return second.kind === "gone" ? wentAway : second;
}

const wentAway: GuestReading = {
  kind: "unread",
  reason: "it was moved or removed while it was read: read it again",
};

function withAgents(
  node: NodeSnapshot,
  guests: readonly GuestSnapshot[],
  agents: ReadonlyMap<number, AgentAnswer>,
): NodeSnapshot {
  const own = guests.flatMap(({ vmid, node: on }) => {
    const answer = on === node.name ? agents.get(vmid) : undefined;
    return answer === undefined ? [] : [[String(vmid), answer] as const];
  });
  if (own.length === 0) return node;
  return {
    ...node,
    agents: { value: Object.fromEntries(own), source: `/nodes/${node.name}/qemu/*/agent/get-osinfo` },
  };
}
