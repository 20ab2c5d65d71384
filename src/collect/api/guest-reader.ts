import type { AgentAnswer, GuestSnapshot, UnreadableFile } from "../../model/cluster.ts";
import { numberIn, textIn } from "../facts/json.ts";
import { type GuestReading, type ListedGuest, readGuest } from "./guests.ts";
import type { Progress } from "./progress.ts";
import { type ApiReader, rowsOf } from "./rows.ts";

export interface GuestsRead {
  readonly guests: readonly GuestSnapshot[];
  readonly agents: ReadonlyMap<number, AgentAnswer>;
  readonly gaps: readonly UnreadableFile[];
}

export type GuestReader = (listed: readonly ListedGuest[]) => Promise<GuestsRead>;

/** Reads guests, in the order they are listed. `down`: nodes that are offline. */
export function newGuestReader(api: ApiReader, down: readonly string[], progress: Progress): GuestReader {
  let [done, all] = [0, 0];
  return async (listed) => {
    all += listed.length;
    const readings = await Promise.all(
      listed.map(async (guest) => {
        const reading = down.includes(guest.node) ? offlineGuest : await readWhereItIs(api, guest);
        progress("guests", ++done, all);
        return [guest, reading] as const;
      }),
    );
    return {
      guests: readings.flatMap(([, reading]) => (reading.kind === "read" ? [reading.guest] : [])),
      agents: new Map(
        readings.flatMap(([{ vmid }, reading]) =>
          reading.kind === "read" && reading.agent !== undefined ? [[vmid, reading.agent] as const] : [],
        ),
      ),
      gaps: readings.flatMap(([{ vmid, node }, reading]) =>
        reading.kind === "unread"
          ? [{ path: `nodes/${node}/qemu-server/${vmid}.conf`, reason: reading.reason }]
          : [],
      ),
    };
  };
}

export const together = (one: GuestsRead, other: GuestsRead): GuestsRead => ({
  guests: [...one.guests, ...other.guests],
  agents: new Map([...one.agents, ...other.agents]),
  gaps: [...one.gaps, ...other.gaps],
});

const offlineGuest: GuestReading = { kind: "unread", reason: "its node is offline" };

/** A guest that went away between list and config is looked for once more: it may have moved to another node. */
async function readWhereItIs(api: ApiReader, guest: ListedGuest): Promise<GuestReading> {
  const reading = await readGuest(api, guest);
  if (reading.kind !== "gone") return reading;
  const again = await api.get("/cluster/resources?type=vm");
  if (!again.ok || !Array.isArray(again.data)) return wentAway;
  const row = rowsOf(again.data).find((one) => numberIn(one, "vmid") === guest.vmid);
  if (row === undefined) return { kind: "gone" };
  const node = textIn(row, "node") ?? guest.node;
  if (node === guest.node) return wentAway;
  const second = await readGuest(api, { ...guest, node });
  return second.kind === "gone" ? wentAway : second;
}

const wentAway: GuestReading = {
  kind: "unread",
  reason: "it was moved or removed while it was read: read it again",
};
