import type { ApiAnswer } from "../../connect/api/api-answer.ts";
import type {
  AgentAnswer,
  ClusterSnapshot,
  GuestSnapshot,
  NodeSnapshot,
  UnreadableFile,
} from "../../model/cluster.ts";
import { numberIn, textIn } from "../facts/json.ts";
import { backupJobsIn } from "./backup-jobs.ts";
import { readClusterFiles } from "./cluster-files.ts";
import { newGuestReader, together } from "./guest-reader.ts";
import type { ListedGuest } from "./guests.ts";
import { hostsIn } from "./hosts.ts";
import { readingOf } from "./node-answers.ts";
import { offlineNode, readNode } from "./node-facts.ts";
import type { Progress } from "./progress.ts";
import { rightsIn } from "./rights.ts";
import { type ApiReader, gapText, isPathPart, type Row, rowsOf } from "./rows.ts";
import { corosyncConf } from "./section-text.ts";

export type ApiParts = Omit<ClusterSnapshot, "schema" | "takenAt" | "tool" | "sources">;

/** Reads a cluster through its API. A gap is named and never ends it. `now`: UTC, ISO 8601. `only`: some of the guests. */
export async function collectApi(
  api: ApiReader,
  now: string,
  progress: Progress,
  only: (listed: readonly ListedGuest[]) => readonly ListedGuest[] = (listed) => listed,
): Promise<ApiParts> {
  const status = clusterStatus(await api.get("/cluster/status"));
  api.discovered(hostsIn(status.ok ? status.data : []));
  const [permissions, resources, members] = await Promise.all([
    api.get("/access/permissions"),
    api.get("/cluster/resources?type=vm"),
    status.ok ? status : api.get("/nodes"), // which anybody may ask
  ]);
  const rights = rightsIn(permissions, api);
  const listed = listedIn(resources);
  const places = nodesOf(members, listed.rows);
  const down = places.filter(({ online }) => !online).map(({ name }) => name);
  const read = newGuestReader(api, down, progress);
  // all at once: the lines to the nodes see to it that none is asked too much
  const guestsListed = read(only(listed.rows.flatMap(guestIn)));
  const [files, nodes, jobs] = await Promise.all([
    readClusterFiles(api, rights),
    readNodes(api, places, now, progress),
    api.get("/cluster/backup"),
  ]);
  const found = await read(only(onlyOnNodes(nodes, listed.rows)));
  const { guests, agents, gaps } = together(await guestsListed, found);
  const corosync = status.ok ? corosyncConf(status.data) : undefined;
  return {
    nodesComplete: members.ok && places.length > 0,
    nodes: nodes.map((node) => withAgents(node, guests, agents)),
    guests,
    containers: listed.rows.flatMap(containerOf),
    files: { ...files.files, ...(corosync === undefined ? {} : { "corosync.conf": corosync }) },
    rendered: corosync === undefined ? files.rendered : [...files.rendered, "corosync.conf"],
    ...(files.partial.length === 0 ? {} : { partial: files.partial }),
    backupJobs: readingOf("/cluster/backup", jobs, backupJobsIn),
    unreadable: [
      ...rights.gaps,
      ...(status.ok ? [] : [{ path: "corosync.conf", reason: gapText("/cluster/status", status) }]),
      ...listed.gaps,
      ...files.unreadable,
      ...gaps,
    ],
  };
}

/** An answer that names no node, not even the one that answers, is none. */
function clusterStatus(answer: ApiAnswer): ApiAnswer {
  if (!answer.ok || corosyncConf(answer.data) !== undefined) return answer;
  return { ok: false, status: 200, message: "the answer names no node" };
}

interface Listed {
  readonly rows: readonly Row[];
  readonly gaps: readonly UnreadableFile[];
}

/** The guests of the cluster. Rows that are none of ours are counted: a guest may be behind them. */
function listedIn(answer: ApiAnswer): Listed {
  const path = "/cluster/resources";
  const gap = (reason: string): Listed => ({ rows: [], gaps: [{ path: "nodes/", reason }] });
  if (!answer.ok) return gap(gapText(path, answer));
  if (!Array.isArray(answer.data)) return gap(`the answer of ${path} is no list`);
  const rows = rowsOf(answer.data).filter((row) => guestIn(row).length + containerOf(row).length > 0);
  const lost = answer.data.length - rows.length;
  const reason = `${lost} entries of ${path} are neither guests nor containers`;
  return { rows, gaps: lost === 0 ? [] : [{ path: "nodes/", reason }] };
}

interface Place {
  readonly name: string;
  readonly online: boolean;
}

/** The cluster's own list, from /cluster/status or /nodes; without one the nodes on which a guest was seen. */
function nodesOf(answer: ApiAnswer, listed: readonly Row[]): readonly Place[] {
  const members = rowsOf(answer.ok ? answer.data : []).flatMap((row) => {
    const name = textIn(row, "name") ?? textIn(row, "node") ?? "";
    const isUp = numberIn(row, "online") !== 0 && textIn(row, "status") !== "offline";
    return row["type"] === "node" && isPathPart(name) ? [{ name, online: isUp }] : [];
  });
  if (members.length > 0) return members.sort((a, b) => (a.name < b.name ? -1 : 1));
  const seen = new Set(listed.flatMap((row) => textIn(row, "node") ?? []).filter(isPathPart));
  return [...seen].sort().map((name) => ({ name, online: true }));
}

function readNodes(
  api: ApiReader,
  places: readonly Place[],
  now: string,
  progress: Progress,
): Promise<readonly NodeSnapshot[]> {
  let done = 0;
  return Promise.all(
    places.map(async ({ name, online }) => {
      const node = online ? await readNode(api, name, now) : offlineNode(name);
      progress("nodes", ++done, places.length);
      return node;
    }),
  );
}

function guestIn(row: Row): readonly ListedGuest[] {
  const [vmid, node] = [numberIn(row, "vmid"), textIn(row, "node") ?? ""];
  if (textIn(row, "type") !== "qemu" || vmid === undefined || !isPathPart(node)) return [];
  return [{ vmid, node, running: textIn(row, "status") === "running" }];
}

/** Guests a node knows and the cluster's list does not have: it was cut, could not be read, or they are new. */
function onlyOnNodes(nodes: readonly NodeSnapshot[], listed: readonly Row[]): readonly ListedGuest[] {
  const known = new Set(listed.map((row) => numberIn(row, "vmid")));
  const found = nodes.flatMap(({ name, running }) => {
    const own = running !== undefined && "value" in running ? Object.entries(running.value) : [];
    return own.map(([vmid, runs]) => ({ vmid: Number(vmid), node: name, running: runs }));
  });
  // one that moves meanwhile may be seen on two nodes
  const each = new Map(found.map((guest) => [guest.vmid, guest]));
  return [...each.values()].filter(({ vmid }) => !known.has(vmid));
}

function containerOf(row: Row): ClusterSnapshot["containers"] {
  const vmid = numberIn(row, "vmid");
  if (textIn(row, "type") !== "lxc" || vmid === undefined) return [];
  return [{ vmid, node: textIn(row, "node") ?? null }];
}

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
