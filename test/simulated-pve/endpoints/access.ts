import { type PrivilegesByPath, privilegesAt } from "../privileges.ts";
import { data, type Json } from "../reply.ts";
import type { Call, Route } from "../route.ts";

export const accessRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/access/permissions",
    params: { path: "text", userid: "text" },
    answer: (call) => data(permissions(call)),
  },
];

/** Paths that Proxmox VE always lists, where anything holds there (pve-access-control, 9.1). */
const usualPaths = ["/", "/vms", "/nodes", "/storage", "/access", "/access/groups", "/pool", "/sdn"];

/** Path → privilege → 1 (it holds below as well). */
function permissions({ who, params }: Call): Json {
  const wanted = params["path"];
  const paths = wanted === undefined ? [...usualPaths, ...Object.keys(who.granted)] : [wanted];
  const listed = [...new Set(paths)].map((path) => [path, held(who.granted, path)] as const);
  return Object.fromEntries(listed.filter(([, privileges]) => Object.keys(privileges).length > 0));
}

function held(granted: PrivilegesByPath, path: string): Readonly<Record<string, number>> {
  return Object.fromEntries(privilegesAt(granted, path).map((privilege) => [privilege, 1]));
}
