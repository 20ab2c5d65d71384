import type { ApiAnswer } from "../../connect/api/api-answer.ts";
import type { UnreadableFile } from "../../model/cluster.ts";
import { objectIn } from "../facts/json.ts";
import { type ApiReader, isRow } from "./rows.ts";

/** What an audit reads, by the privilege Proxmox VE asks for it (pve-manager API2, 9.2.11; qemu-server API2, 9.2.6). */
interface Need {
  readonly privileges: readonly [string, ...string[]];
  readonly path: string;
  readonly tells: string;
}

const needs: readonly Need[] = [
  {
    privileges: ["VM.Audit"],
    path: "/vms",
    tells: "the guests' configs: guests it may not see are missing from every count",
  },
  {
    privileges: ["Datastore.Audit"],
    path: "/storage",
    tells: "the storages: lanes and defaults of drives on those it may not see stay open",
  },
  { privileges: ["Sys.Audit"], path: "/", tells: "node list, HA, disks, pools and volume groups" },
  { privileges: ["Sys.Audit"], path: "/nodes", tells: "package versions, kernels and memory" },
  {
    privileges: ["Mapping.Audit", "Mapping.Use", "Mapping.Modify"],
    path: "/mapping",
    tells: "which mapped devices can move along",
  },
  {
    privileges: ["VM.GuestAgent.Audit", "VM.Monitor"],
    path: "/vms",
    tells: "whether the agents answer, and what system runs",
  },
];

/** Until Proxmox VE 9 the agent's answers took VM.Monitor, which a role of audits alone does not have. */
const inRelease = (privileges: readonly string[], version: string): readonly string[] =>
  privileges.filter(
    (one) => one !== (Number.parseInt(version, 10) < 9 ? "VM.GuestAgent.Audit" : "VM.Monitor"),
  );

/** Who asks, and of which version. */
type Asker = Pick<ApiReader, "who" | "version">;

/** What the one who asks may see everywhere. Unknown: Proxmox VE did not say. */
export interface Rights {
  readonly has: (privilege: string, path: string) => boolean | undefined;
  readonly gaps: readonly UnreadableFile[];
}

/**
 * From `GET /access/permissions`. Rights on single guests or storages do not count: others are hidden silently. One that
 * is named there without the right is hidden, too. `version` of the node that was asked.
 */
export function rightsIn(answer: ApiAnswer, { who, version }: Asker): Rights {
  if (!answer.ok)
    return {
      has: () => undefined,
      gaps: [{ path: "/access/permissions", reason: `what ${who} may see is not known: ${answer.message}` }],
    };
  const paths = isRow(answer.data) ? Object.keys(answer.data) : [];
  const has = (privilege: string, path: string): boolean => {
    const below = paths.filter((one) => one.startsWith(path === "/" ? "/" : `${path}/`) && one !== path);
    // the nearest that is listed: a deeper path replaces what a higher one gives
    const said = [path, path.replace(/\/[^/]*$/, "")].find(
      (one) => Object.keys(objectIn(answer.data, one)).length > 0,
    );
    const here = objectIn(answer.data, said ?? "/");
    // 1: also for what lies below
    if (Number(here[privilege]) !== 1) return false;
    return path === "/" || below.every((one) => objectIn(answer.data, one)[privilege] !== undefined);
  };
  const gaps = needs
    .map(({ privileges, ...need }) => ({ ...need, privileges: inRelease(privileges, version) }))
    .filter(({ privileges, path }) => !privileges.some((privilege) => has(privilege, path)))
    .map(({ privileges, path, tells }) => ({
      path: `${privileges[0] ?? ""} on ${path}`,
      reason: `${who} has not got it, or not for all below; it tells ${tells}`,
    }));
  return { has, gaps };
}
