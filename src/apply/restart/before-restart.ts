import type { RestartResult } from "../../model/run-output.ts";
import type { ClusterDoor } from "../cluster-door.ts";
import { guestPlaces } from "../guest-places.ts";
import { waitingOptions } from "../guest-state.ts";
import { lookAt } from "../look.ts";
import type { RestartOptions, Seen } from "./ways.ts";

/** A guest before it is restarted: what a person should know who is asked. */
export interface RestartPreview {
  readonly vmid: number;
  /** undefined: the cluster does not show the guest. */
  readonly node: string | undefined;
  readonly name: string | undefined;
  /** Whether high availability manages it. */
  readonly ha: boolean;
  /** The options that come into force. */
  readonly waiting: readonly string[];
  /** Why it is not restarted. */
  readonly hindrance: string | undefined;
}

/** Looks, and changes nothing. One after the other: over ssh each look is a command on a node. */
export async function previewRestart(
  door: ClusterDoor,
  vmids: readonly number[],
  options: Pick<RestartOptions, "hard">,
): Promise<readonly RestartPreview[]> {
  const places = guestPlaces(door);
  const previews: RestartPreview[] = [];
  for (const vmid of vmids) {
    const look = await lookAt(door, places, vmid);
    // after the look, which follows a guest that moved
    const place = await places.of(vmid);
    const [node, name] = place.ok ? [place.node, place.name] : [undefined, undefined];
    previews.push(
      look.ok
        ? {
            vmid,
            node: look.node,
            name,
            ha: look.ha !== undefined,
            waiting: waitingOptions(look.state),
            hindrance: whyNot(look, options),
          }
        : { vmid, node, name, ha: false, waiting: [], hindrance: look.reason },
    );
  }
  return previews;
}

/**
 * What is refused before anybody is asked: all, where a guest is not there, because then something else was meant, or
 * where none can be restarted. undefined: go on.
 */
export function refusedUpFront(previews: readonly RestartPreview[]): readonly RestartResult[] | undefined {
  const isMissing = previews.some(({ node }) => node === undefined);
  if (!isMissing && previews.some(({ hindrance }) => hindrance === undefined)) return undefined;
  return previews.map(({ vmid, node, hindrance }) => ({
    vmid,
    ...(node === undefined ? {} : { node }),
    outcome: "refused",
    took: [],
    message: hindrance ?? "left alone: not all the guests that were named are there",
  }));
}

export function whyNot(
  { state, running, ha, pid }: Seen,
  { hard }: Pick<RestartOptions, "hard">,
): string | undefined {
  const lock = state.current.get("lock");
  if (lock !== undefined) return `it is locked (${lock})`;
  if (!running) return "it does not run: what waits is taken over when it starts";
  if (ha !== undefined && ha !== "started")
    return `high availability has it as ${ha}: only what it has as started is restarted`;
  if (ha !== undefined && !hard && pid === undefined)
    return "its process is not told, so a restart could not be seen";
  return undefined;
}
