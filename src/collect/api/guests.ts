import { createHash } from "node:crypto";
import type { AgentAnswer, GuestSnapshot } from "../../model/cluster.ts";
import { agentAnswer, agentFailure } from "../facts/agent-answer.ts";
import { textIn } from "../facts/json.ts";
import { type GuestValues, guestText, guestValues, isSnapshotName, snapshotValues } from "./guest-text.ts";
import { type ApiReader, gapText, rowsOf } from "./rows.ts";

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
 * Whether there are any, no other endpoint tells: a config names its parent snapshot only.
 */
export async function readGuest(api: ApiReader, listed: ListedGuest): Promise<GuestReading> {
  const base = `/nodes/${listed.node}/qemu/${listed.vmid}`;
  const [pending, list] = await Promise.all([api.get(`${base}/pending`), api.get(`${base}/snapshot`)]);
  if (!pending.ok && isGone(pending.message)) return { kind: "gone" };
  if (!pending.ok) return { kind: "unread", reason: gapText(`${base}/pending`, pending) };
  if (!list.ok) return { kind: "unread", reason: gapText(`${base}/snapshot`, list) };
  const values = guestValues(pending.data);
  if (values === undefined) return { kind: "unread", reason: `the answer of ${base}/pending is no list` };
  const snapshots = new Map<string, ReadonlyMap<string, string>>();
  for (const name of rowsOf(list.data).flatMap((row) => textIn(row, "name") ?? [])) {
    if (name === "current" || !isSnapshotName(name)) continue;
    const path = `${base}/config?snapshot=${encodeURIComponent(name)}`;
    const answer = await api.get(path);
    const section = answer.ok ? snapshotValues(answer.data) : undefined;
    if (section === undefined)
      return {
        kind: "unread",
        reason: `snapshot ${name}: ${answer.ok ? "no config" : gapText(path, answer)}`,
      };
    snapshots.set(name, section);
  }
  const guest = guestOf(listed, values, snapshots);
  const agent = await askAgent(api, base, listed, values);
  return { kind: "read", guest, ...(agent === undefined ? {} : { agent }) };
}

/** qemu-server's words for a guest that is not, or no longer, on that node (PVE::QemuConfig load_config, 9.2.6). */
const isGone = (message: string): boolean => /does not exist/.test(message);

function guestOf(
  { vmid, node }: ListedGuest,
  values: GuestValues,
  snapshots: ReadonlyMap<string, ReadonlyMap<string, string>>,
): GuestSnapshot {
  const config = guestText(values, snapshots);
  const digest = values.digest ?? "";
  const isExact = createHash("sha1").update(config).digest("hex") === digest;
  const path = `nodes/${node}/qemu-server/${vmid}.conf`;
  return { vmid, node, config, path, ...(isExact ? {} : { digest }) };
}

/** Asked of a running guest whose agent is enabled. undefined: not asked, or no clear answer. */
async function askAgent(
  api: ApiReader,
  base: string,
  { running }: ListedGuest,
  { current }: GuestValues,
): Promise<AgentAnswer | undefined> {
  const isOn = /^(?:.*,)?(?:enabled=)?(?:1|on|yes|true)(?:,|$)/.test(current.get("agent") ?? "");
  if (!running || !isOn) return undefined;
  const answer = await api.get(`${base}/agent/get-osinfo`);
  if (answer.ok) return agentAnswer(answer.data);
  try {
    return agentFailure(answer.message);
  } catch {
    return undefined; // a missing right, a node that is gone: it says nothing of the agent
  }
}
