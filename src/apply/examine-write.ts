import { type ApiAccess, ApiConnection } from "../connect/api/api-connection.ts";
import { fingerprintOf } from "../connect/api/sockets.ts";
import { trustedBy } from "../connect/api/trust.ts";
import type { AccessCheck, AccessReport } from "../model/access-check.ts";
import { Failure } from "../model/failure.ts";
import type { Plan } from "../model/plan.ts";
import { privilegesWithRestart, roleWithRestart } from "../model/restart-privileges.ts";
import { answerText } from "./cluster-door.ts";
import { checkCluster } from "./cluster-identity.ts";
import { isRow } from "./rows.ts";

type Need = NonNullable<AccessReport["needs"]>[number];

/** Whether a token could carry out a plan; asks, and writes nothing. Throws a Failure where there is no access. */
export async function examineWrite(source: string, access: ApiAccess, plan: Plan): Promise<AccessReport> {
  const fingerprint = await fingerprintOf(access.entry);
  const connection = await ApiConnection.open(access);
  try {
    const { who, version } = connection;
    const { needs, gaps } = await heldBy(connection, plan);
    return {
      schema: "lanekeeper/doctor/1",
      source,
      kind: "write",
      who,
      version,
      fingerprint,
      needs,
      checks: [
        { step: "certificate", state: "ok", says: trustedBy(access.trust) },
        { step: "login", state: "ok", says: `${who}, Proxmox VE ${version}` },
        { step: "plan", state: "ok", says: planWords(plan) },
        await clusterCheck(connection, plan),
        ...gaps,
        ...rightsChecks(needs),
        ...hostChecks(plan),
      ],
      leastPrivilege: roleWithRestart(needs, version),
    };
  } finally {
    await connection.close();
  }
}

function planWords({ steps, hostSteps, manual }: Plan): string {
  const guests = new Set(steps.map(({ vmid }) => vmid)).size;
  return `guest steps: ${steps.length} (guests: ${guests}), host steps: ${hostSteps.length}, by hand: ${manual.length}`;
}

async function clusterCheck(connection: ApiConnection, plan: Plan): Promise<AccessCheck> {
  try {
    await checkCluster(connection, plan);
    return { step: "cluster", state: "ok", says: `the plan is for this one: ${plan.cluster.name}` };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const state = error.code === "other-cluster" ? "failed" : "gap";
    return { step: "cluster", state, says: error.message };
  }
}

interface Held {
  readonly needs: readonly Need[];
  readonly gaps: readonly AccessCheck[];
}

/** Path by path: Proxmox VE counts pools, groups and the token's own share in. */
async function heldBy(connection: ApiConnection, plan: Plan): Promise<Held> {
  const wanted = privilegesWithRestart(plan, connection.version);
  const at = new Map<string, ReadonlySet<string>>();
  const silent = new Map<string, string>();
  await Promise.all(
    [...new Set(wanted.map(({ path }) => path))].map(async (path) => {
      const answer = await connection.get(`/access/permissions?path=${encodeURIComponent(path)}`);
      const here = answer.ok && isRow(answer.data) ? (answer.data[path] ?? {}) : undefined;
      if (isRow(here)) at.set(path, new Set(Object.keys(here)));
      else
        silent.set(path, answer.ok ? "an answer not understood" : answerText("/access/permissions", answer));
    }),
  );
  const needs = wanted.map((need): Need => {
    const held = at.get(need.path);
    // what is in no role belongs to root@pam itself, and to none of its tokens
    if (need.privileges.length === 0) return { ...need, held: connection.who === "root@pam" };
    return { ...need, held: held === undefined ? null : need.privileges.some((one) => held.has(one)) };
  });
  const reasons = [...new Set(silent.values())];
  const gaps = reasons.map((why): AccessCheck => {
    const of = [...silent].filter(([, reason]) => reason === why).map(([path]) => path);
    const says = `what ${connection.who} may do on ${listed(of)} is not known: ${why}`;
    return { step: "rights", state: "gap", says };
  });
  return { needs, gaps };
}

/** A line for each privilege: where it is there, and where it is missing. */
function rightsChecks(needs: readonly Need[]): readonly AccessCheck[] {
  const privileges = [...new Set(needs.map((need) => need.privileges.join(" or ")))];
  return privileges.flatMap((privilege) => {
    const own = needs.filter((need) => need.privileges.join(" or ") === privilege);
    return [true, false].flatMap((held): readonly AccessCheck[] => {
      const some = own.filter((need) => need.held === held);
      if (some.length === 0) return [];
      const where = listed(some.map(({ path }) => path));
      const why = [...new Set(some.flatMap(({ tells }) => tells))].join(", ");
      if (held)
        return [{ step: "rights", state: "ok", says: `${privilege || "root@pam"} on ${where}: ${why}` }];
      const says =
        privilege === ""
          ? `root@pam alone, and no token, may write ${why} of ${where}`
          : `${privilege} is missing on ${where}: ${why}`;
      const remedy = "lanekeeper apply plan.json, as root on the guest's node";
      return [{ step: "rights", state: "gap", says, ...(privilege === "" ? { remedy } : {}) }];
    });
  });
}

const mostListed = 8;

const listed = (paths: readonly string[]): string =>
  paths.length <= mostListed
    ? paths.join(", ")
    : `${paths.slice(0, mostListed).join(", ")} and ${paths.length - mostListed} more`;

function hostChecks({ hostSteps }: Plan): readonly AccessCheck[] {
  if (hostSteps.length === 0) return [];
  const nodes = [...new Set(hostSteps.map(({ node }) => node))];
  return [
    {
      step: "host steps",
      state: "note",
      says: `${hostSteps.map(({ id }) => id).join(", ")}: no token runs them; they take root on ${nodes.join(", ")}, over ssh or there`,
      remedy: `lanekeeper apply plan.json --host-steps --from https://… ${nodes.map((node) => `--from ssh://root@${node}`).join(" ")}`,
    },
  ];
}
