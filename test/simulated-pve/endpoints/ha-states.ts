import { readHaResources } from "../../../src/model/syntax/ha-cfg.ts";
import type { ClusterState } from "../cluster-state.ts";

/** vmid → what HA asks of it, for what HA manages. */
export function haStates(state: ClusterState): ReadonlyMap<number, string> {
  const resources = readHaResources(state.files.get("ha/resources.cfg") ?? "");
  return new Map(resources.map(({ vmid, state: wanted }) => [vmid, wanted]));
}
