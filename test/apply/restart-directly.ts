import type { ClusterDoor } from "../../src/apply/cluster-door.ts";
import { restartGuests } from "../../src/apply/restart/restart-guests.ts";
import type { RestartResult } from "../../src/model/run-output.ts";
import type { SimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { openApi } from "./apply-directly.ts";

/** Restarts without the command line around it, and without the waiting. `watch` sees every POST. */
export async function restartDirectly(
  pve: SimulatedPve,
  vmids: readonly number[],
  more: { readonly hard?: boolean; readonly parallel?: number; readonly token?: string } = {},
  watch: (...post: Parameters<ClusterDoor["post"]>) => void = () => {},
): Promise<readonly RestartResult[]> {
  const { token = pve.token(), hard = false, parallel = 1 } = more;
  const api = await openApi(pve, token, 10_000);
  const door: ClusterDoor = {
    who: api.who,
    get: (path) => api.get(path),
    put: (path, form) => api.put(path, form),
    post: (path, form) => {
      watch(path, form);
      return api.post(path, form);
    },
    close: () => api.close(),
  };
  const options = { timeout: 4, hard, parallel, wait: async () => {} };
  try {
    return await restartGuests(door, vmids, options, () => {});
  } finally {
    await door.close();
  }
}

/** `103/status/shutdown`: what was asked for in order, without the questions to monitor and agent. */
export function powerRequests(pve: SimulatedPve): readonly string[] {
  return posts(pve).filter((path) => path.includes("/status/"));
}

export function posts({ requests }: SimulatedPve): readonly string[] {
  return requests
    .filter(({ method }) => method === "POST")
    .map(({ path }) => path.replace(/^\/nodes\/\w+\/qemu\//, ""));
}
