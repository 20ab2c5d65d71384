import { withProperty } from "../../../src/model/syntax/edit-section-config.ts";
import { readHaResources } from "../../../src/model/syntax/ha-cfg.ts";
import type { ClusterState } from "../cluster-state.ts";
import type { Call } from "../route.ts";

const file = "ha/resources.cfg";

/** vmid → what HA asks of it, for what HA manages. */
export function haStates(state: ClusterState): ReadonlyMap<number, string> {
  const resources = readHaResources(state.files.get(file) ?? "");
  return new Map(resources.map(({ vmid, state: wanted }) => [vmid, wanted]));
}

/**
 * Starting or stopping what HA manages is a request to it, which stays (qemu-server API2/Qemu.pm, 9.2.6). Returns the
 * kind of task that does it; undefined: HA has no part in it.
 */
export function askHa(
  { state }: Call,
  vmid: number,
  wanted: "started" | "stopped",
): "hastart" | "hastop" | undefined {
  const asked = haStates(state).get(vmid);
  if (asked === undefined || asked === "ignored") return undefined;
  state.files.set(file, withProperty(state.files.get(file) ?? "", String(vmid), "state", wanted));
  return wanted === "started" ? "hastart" : "hastop";
}
