import { createHash } from "node:crypto";
import type { NoAnswer } from "../../connect/api/api-answer.ts";
import type { AgentAnswer, GuestSnapshot } from "../../model/cluster.ts";
import { isAgentEnabled } from "../../model/syntax/guest-options.ts";
import { agentAnswer, agentFailure } from "../facts/agent-answer.ts";
import { hasObject, textIn } from "../facts/json.ts";
import { type GuestValues, guestText, guestValues, isSnapshotName, snapshotValues } from "./guest-text.ts";
import { type ApiReader, gapText, isRowList } from "./rows.ts";

export interface ListedGuest {
  readonly vmid: number;
  readonly node: string;
  readonly running: boolean;
}

/** A guest that was read, or why not. `gone`: it was listed, and is not there any more. */
export type GuestReading =
  | { readonly kind: "read"; readonly guest: GuestSnapshot; readonly agent?: AgentAnswer }
  | { readonly kind: "gone" }
  | { readonly kind: "unread"; readonly reason: string };

/**
 * The config as it is now with what waits, and that of every snapshot: two requests for a guest without snapshots.
 * Whether there are any, no other endpoint tells: a config names its parent snapshot only. Where somebody changed the
 * guest in between, it is read once more, so that no part of one state is taken for a part of the other.
 */
export async function readGuest(api: ApiReader, listed: ListedGuest): Promise<GuestReading> {
  const first = await readParts(api, listed);
  return first.kind === "changed" ? stated(await readParts(api, listed)) : first;
}

const stated = (reading: PartsReading): GuestReading =>
  reading.kind === "changed"
    ? { kind: "unread", reason: "it was changed again and again while it was read: read it again" }
    : reading;

type PartsReading = GuestReading | { readonly kind: "changed" };

async function readParts(api: ApiReader, listed: ListedGuest): Promise<PartsReading> {
  const base = `/nodes/${listed.node}/qemu/${listed.vmid}`;
  const [pending, list] = await Promise.all([api.get(`${base}/pending`), api.get(`${base}/snapshot`)]);
  if (!pending.ok) return unread(`${base}/pending`, pending);
  if (!list.ok) return unread(`${base}/snapshot`, list);
  const values = guestValues(pending.data);
  if (values === undefined) return noConfig(`${base}/pending`);
  if (!isRowList(list.data)) return noConfig(`${base}/snapshot`);
  const digests = [
    values.digest,
    textIn(
      list.data.find(({ name }) => name === "current"),
      "digest",
    ),
  ];
  const snapshots = new Map<string, ReadonlyMap<string, string>>();
  for (const name of list.data.map((row) => textIn(row, "name") ?? "")) {
    if (name === "current") continue;
    if (!isSnapshotName(name)) return noConfig(`${base}/snapshot`);
    const path = `${base}/config?snapshot=${encodeURIComponent(name)}`;
    const answer = await api.get(path);
    // removed in between
    if (!answer.ok && /snapshot '[^']*' does not exist/.test(answer.message)) return { kind: "changed" };
    if (!answer.ok) return unread(path, answer);
    const section = snapshotValues(answer.data);
    if (section === undefined) return noConfig(path);
    digests.push(textIn(answer.data, "digest"));
    snapshots.set(name, section);
  }
  if (new Set(digests.filter((digest) => digest !== undefined)).size > 1) return { kind: "changed" };
  const guest = guestOf(listed, values, snapshots);
  const agent = await askAgent(api, base, listed, values);
  return { kind: "read", guest, ...(agent === undefined ? {} : { agent }) };
}

function unread(path: string, answer: NoAnswer): GuestReading {
  return isGone(answer) ? { kind: "gone" } : { kind: "unread", reason: gapText(path, answer) };
}

const noConfig = (path: string): GuestReading => ({
  kind: "unread",
  reason: `the answer of ${path.replace(/\?.*$/, "")} is no config`,
});

/** qemu-server's words for a guest that is not, or no longer, on that node (PVE::AbstractConfig load_config, 9.2.6). */
const isGone = ({ status, message }: NoAnswer): boolean =>
  status === 500 && /^Configuration file '[^']*' does not exist/.test(message);

function guestOf(
  { vmid, node }: ListedGuest,
  values: GuestValues,
  snapshots: ReadonlyMap<string, ReadonlyMap<string, string>>,
): GuestSnapshot {
  const config = guestText(values, snapshots);
  const { digest } = values;
  const isExact = createHash("sha1").update(config).digest("hex") === digest;
  const path = `nodes/${node}/qemu-server/${vmid}.conf`;
  // without a digest (none is known to leave it out) nobody can say that it is the file: an empty one equals none
  return { vmid, node, config, path, ...(isExact ? {} : { digest: digest ?? "" }) };
}

/** Asked of a running guest whose agent is enabled. undefined: not asked, or no clear answer. */
async function askAgent(
  api: ApiReader,
  base: string,
  { running }: ListedGuest,
  { current }: GuestValues,
): Promise<AgentAnswer | undefined> {
  if (!running || !isAgentEnabled(current.get("agent"))) return undefined;
  const answer = await api.get(`${base}/agent/get-osinfo`);
  if (answer.ok) return hasObject(answer.data, "result") ? agentAnswer(answer.data) : undefined;
  // what the agent or its absence makes of a question is a 500, or a 200 with a message; all else is not its word
  if (answer.status !== 500 && answer.status !== 200) return undefined;
  try {
    return agentFailure(answer.message);
  } catch {
    return undefined; // a missing right, a node that is gone: it says nothing of the agent
  }
}
