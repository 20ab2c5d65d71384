import type { RestartResult } from "../../model/run-output.ts";
import type { ClusterDoor } from "../cluster-door.ts";
import { guestPlaces } from "../guest-places.ts";
import { previewRestart, type RestartPreview, refusedUpFront } from "./before-restart.ts";
import { restartGuest } from "./restart-guest.ts";
import type { RestartOptions } from "./ways.ts";

/** One after the other in the order given, or some at once on different nodes; the first failure stops what is left. */
export async function restartGuests(
  door: ClusterDoor,
  vmids: readonly number[],
  options: RestartOptions & {
    readonly parallel: number;
    /** Asked before every guest: why no further one may be shut down; undefined: go on. */
    readonly stop?: () => string | undefined;
    /** Is shown every guest before the first is shut down, and throws where nobody agrees; not asked where all are refused. */
    readonly agree?: (guests: readonly RestartPreview[]) => Promise<void>;
  },
  ended: (result: RestartResult) => void,
): Promise<readonly RestartResult[]> {
  if (options.agree !== undefined) {
    const previews = await previewRestart(door, vmids, options);
    const refused = refusedUpFront(previews);
    if (refused !== undefined) {
      for (const result of refused) ended(result);
      return refused;
    }
    await options.agree(previews);
  }
  const places = guestPlaces(door);
  const lanes = await byNode(places, vmids);
  const results: RestartResult[] = [];
  let endedBadly: string | undefined;
  const runLane = async (lane: readonly number[]): Promise<void> => {
    for (const vmid of lane) {
      const because = endedBadly ?? options.stop?.();
      const result: RestartResult =
        because === undefined
          ? await restartGuest(door, places, vmid, options)
          : { vmid, outcome: "refused", took: [], message: `left alone: ${because}` };
      if (because === undefined && result.outcome !== "restarted")
        endedBadly = result.outcome === "failed" ? "one before it failed" : "one before it was not restarted";
      results.push(result);
      ended(result);
    }
  };
  if (options.parallel <= 1) await runLane(vmids);
  else {
    const left = [...lanes.values()];
    const worker = async (): Promise<void> => {
      for (let lane = left.shift(); lane !== undefined; lane = left.shift()) await runLane(lane);
    };
    await Promise.all(Array.from({ length: options.parallel }, worker));
  }
  return results;
}

async function byNode(
  places: ReturnType<typeof guestPlaces>,
  vmids: readonly number[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const lanes = new Map<string, number[]>();
  for (const vmid of vmids) {
    const place = await places.of(vmid);
    const node = place.ok ? place.node : "";
    lanes.set(node, [...(lanes.get(node) ?? []), vmid]);
  }
  return lanes;
}
