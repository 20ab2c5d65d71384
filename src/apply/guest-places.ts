import type { ApiAnswer } from "../connect/api/api-answer.ts";
import { answerText, type ClusterDoor } from "./cluster-door.ts";
import { rowsIn } from "./rows.ts";

/** Which node has a guest now. */
export interface GuestPlaces {
  /** undefined: the cluster has no such VM, or the asker may not see it. Throws nothing; `reread` asks the cluster anew. */
  readonly of: (vmid: number, options?: { readonly reread: true }) => Promise<GuestPlace>;
}

type GuestPlace =
  | { readonly ok: true; readonly node: string; readonly name: string | undefined }
  | { readonly ok: false; readonly reason: string };

const path = "/cluster/resources?type=vm";

/** The cluster is asked once, and again for a guest that is not where it was. */
export function guestPlaces(door: Pick<ClusterDoor, "get">): GuestPlaces {
  let listed: Promise<ApiAnswer> | undefined;
  return {
    async of(vmid, options) {
      if (listed === undefined || options !== undefined) listed = door.get(path);
      const answer = await listed;
      if (!answer.ok) {
        listed = undefined;
        return { ok: false, reason: answerText("/cluster/resources", answer) };
      }
      const row = rowsIn(answer.data)?.find((one) => one["type"] === "qemu" && one["vmid"] === vmid);
      const { node, name } = row ?? {};
      if (typeof node !== "string" || !/^[A-Za-z0-9][\w.-]*$/.test(node))
        return {
          ok: false,
          reason: `the cluster shows no VM ${vmid}: it is gone, or VM.Audit on it is missing`,
        };
      return { ok: true, node, name: typeof name === "string" ? name : undefined };
    },
  };
}
