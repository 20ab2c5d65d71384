import { type LeastPrivilege, majorOf } from "./access-check.ts";
import type { Plan } from "./plan.ts";
import { type NeededPrivilege, privilegesOfPlan } from "./plan-privileges.ts";
import { roleForPlan } from "./plan-role.ts";

const power = "VM.PowerMgmt";

type Verifying = Pick<NeededPrivilege, "privileges" | "tells">;

const byProcess = "what lanekeeper restart verifies with: the process";
const byAgent = "what lanekeeper restart verifies with: the agent";

/** What the monitor's `info` and the agent's ping take (qemu-server API2/Qemu.pm, API2/Qemu/Agent.pm, 9.2.6); up to 8 VM.Monitor was both. */
function verifying(version: string | undefined): readonly Verifying[] {
  if (majorOf(version) < 9) return [{ privileges: ["VM.Monitor"], tells: [byProcess, byAgent] }];
  return [
    { privileges: ["Sys.Audit", "Sys.Modify"], tells: [byProcess] },
    { privileges: ["VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"], tells: [byAgent] },
  ];
}

/**
 * What a plan takes, and the restarts it asks for, in the release the cluster has. A plan does not tell which guests have
 * an agent, so its privilege is named for all that are to be restarted. undefined: the newest.
 */
export function privilegesWithRestart(
  plan: Pick<Plan, "steps">,
  version: string | undefined,
): readonly NeededPrivilege[] {
  return privilegesOfPlan(plan).flatMap((need) =>
    need.privileges.includes(power)
      ? [need, ...verifying(version).map((one) => ({ ...one, path: need.path }))]
      : [need],
  );
}

/** The role for these, and which part of it may be left out. */
export function roleWithRestart(
  needs: readonly NeededPrivilege[],
  version: string | undefined,
): LeastPrivilege {
  const role = roleForPlan(needs);
  if (!needs.some(({ privileges }) => privileges.includes(power))) return role;
  const note =
    majorOf(version) < 9
      ? "VM.Monitor is what `lanekeeper restart` verifies with, by the process and the agent, and runs other monitor commands too; leave it out, and it restarts and verifies neither"
      : "Sys.Audit on the guests and VM.GuestAgent.Audit are what `lanekeeper restart` verifies with, by the process and the agent; leave them out with VM.PowerMgmt, or alone, and it restarts and verifies neither";
  return { ...role, notes: [...role.notes, note] };
}
