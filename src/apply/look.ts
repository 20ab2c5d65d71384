import { answerText, type ClusterDoor } from "./cluster-door.ts";
import type { GuestPlaces } from "./guest-places.ts";
import { type GuestState, guestState } from "./guest-state.ts";
import { isRow } from "./rows.ts";

/** A guest as it is right now. */
export type Look =
  | {
      readonly ok: true;
      readonly node: string;
      readonly state: GuestState;
      readonly running: boolean;
      /** Of the process; undefined: not told, or there is none. */
      readonly pid: number | undefined;
      /** What high availability does with it; undefined: it is not managed. */
      readonly ha: string | undefined;
    }
  | { readonly ok: false; readonly reason: string };

/** Finds the guest, and follows it once where it moved in between, also away from a node that answers no more. */
export async function lookAt(door: ClusterDoor, places: GuestPlaces, vmid: number): Promise<Look> {
  const place = await places.of(vmid);
  if (!place.ok) return place;
  const look = await lookThere(door, place.node, vmid);
  if (look.ok) return look;
  const again = await places.of(vmid, { reread: true });
  if (!again.ok) return look.gone ? again : look;
  return again.node === place.node ? look : await lookThere(door, again.node, vmid);
}

type There =
  | Extract<Look, { readonly ok: true }>
  | { readonly ok: false; readonly reason: string; readonly gone: boolean };

async function lookThere(door: ClusterDoor, node: string, vmid: number): Promise<There> {
  const base = `/nodes/${node}/qemu/${vmid}`;
  const [pending, status] = await Promise.all([
    door.get(`${base}/pending`),
    door.get(`${base}/status/current`),
  ]);
  // qemu-server's words for a guest that is not, or no longer, on that node (PVE::QemuConfig load_config, 9.2.6)
  for (const [path, answer] of [
    [`${base}/pending`, pending] as const,
    [`${base}/status/current`, status] as const,
  ])
    if (!answer.ok) return failed(answerText(path, answer), /does not exist/.test(answer.message));
  const state = pending.ok ? guestState(pending.data) : undefined;
  if (state === undefined) return failed(`the answer of ${base}/pending is not understood`);
  const told = status.ok && isRow(status.data) ? status.data : {};
  const running = told["status"];
  if (running !== "running" && running !== "stopped")
    return failed(`${base}/status/current does not say whether it runs`);
  const pid = typeof told["pid"] === "number" ? told["pid"] : undefined;
  return { ok: true, node, state, running: running === "running", pid, ha: haOf(told["ha"]) };
}

function failed(reason: string, gone = false): There {
  return { ok: false, reason, gone };
}

function haOf(ha: unknown): string | undefined {
  if (!isRow(ha) || Number(ha["managed"] ?? 0) === 0) return undefined;
  return typeof ha["state"] === "string" ? ha["state"] : "unknown";
}
