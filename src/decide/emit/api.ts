import type { ApiRequest, NewGuest } from "../../model/decision.ts";
import { guestOptions, unknownWords } from "./drive-keys.ts";

const numbers: ReadonlySet<string> = new Set(["cores", "balloon"]);

/** The same as requests below /api2/json. */
export function apiRequests(guest: NewGuest): readonly ApiRequest[] {
  const vmid = guest.vmid ?? unknownWords.vmid;
  const options = guestOptions(guest).map(([key, value]) => [key, numbers.has(key) ? Number(value) : value]);
  const create: ApiRequest = {
    method: "POST",
    path: `/nodes/${guest.node ?? unknownWords.node}/qemu`,
    body: { vmid, ...Object.fromEntries(options) },
  };
  const { replication } = guest;
  if (replication === null) return [create];
  const { target, schedule } = replication;
  return [
    create,
    {
      method: "POST",
      path: "/cluster/replication",
      body: { id: `${vmid}-0`, type: "local", target: target ?? unknownWords.target, schedule },
    },
  ];
}
