import type { LeastPrivilege } from "./access-check.ts";
import { compareNaturally } from "./natural-order.ts";
import type { NeededPrivilege } from "./plan-privileges.ts";

/** More guests than a person wants to paste lines for: then the role is given on all of them. */
const mostGuests = 20;
const user = "lanekeeper-write@pve";
const token = `${user}!apply`;

/** Roles with exactly what a plan takes, where it takes it, for a user and a token that end by themselves. */
export function roleForPlan(needs: readonly NeededPrivilege[]): LeastPrivilege {
  const paths = privilegesByPath(needs);
  const guests = [...paths.keys()].filter((path) => path.startsWith("/vms/")).length;
  const roles = rolesOf(guests > mostGuests ? onAllGuests(paths) : paths);
  const several = roles.length > 1;
  const named = roles.map((role, index) => ({
    ...role,
    name: `LanekeeperWrite${several ? index + 1 : ""}`,
  }));
  const inAWeek = "--expire $(date -d '+7 days' +%s)";
  return {
    privileges: [...new Set(roles.flatMap(({ privileges }) => privileges))].sort(),
    commands:
      roles.length === 0
        ? []
        : [
            ...named.map(
              ({ name, privileges }) => `pveum role add ${name} --privs "${privileges.join(" ")}"`,
            ),
            `pveum user add ${user} --comment "storage repair" ${inAWeek}`,
            `pveum user token add ${user} apply --privsep 1 ${inAWeek}`,
            ...named.flatMap(({ name, paths: given }) =>
              given.map(
                (path) =>
                  `pveum acl modify ${path} --users ${user} --tokens '${token}' --roles ${name}${path === "/" ? " --propagate 0" : ""}`,
              ),
            ),
          ],
    notes: [
      ...(guests > mostGuests
        ? [
            `${guests} guests: the role is given on /vms, for every guest; plan --guest makes a plan for fewer`,
          ]
        : []),
      ...(roles.length === 0
        ? []
        : [
            `user and token end after a week; to end them at once: pveum user delete ${user}`,
            "a role on /vms/<id> replaces what the same user has by a role on / or /vms: use a user of its own, as here",
          ]),
      ...(needs.some(({ privileges }) => privileges.includes("VM.PowerMgmt"))
        ? [
            "VM.PowerMgmt is for `lanekeeper restart` alone; leave it out where somebody else stops and starts the guests",
          ]
        : []),
    ],
  };
}

type PrivilegesByPath = ReadonlyMap<string, ReadonlySet<string>>;

/** The least of those that will do; what root@pam alone may is in no role. */
function privilegesByPath(needs: readonly NeededPrivilege[]): PrivilegesByPath {
  const paths = new Map<string, Set<string>>();
  for (const { privileges, path } of needs) {
    const [least] = privileges;
    if (least !== undefined) paths.set(path, (paths.get(path) ?? new Set()).add(least));
  }
  return paths;
}

function onAllGuests(paths: PrivilegesByPath): PrivilegesByPath {
  const all = new Map<string, Set<string>>();
  for (const [path, privileges] of paths) {
    const at = path.startsWith("/vms/") ? "/vms" : path;
    all.set(at, new Set([...(all.get(at) ?? []), ...privileges]));
  }
  return all;
}

interface Role {
  readonly privileges: readonly string[];
  readonly paths: readonly string[];
}

/** One role for all paths that take the same. */
function rolesOf(paths: PrivilegesByPath): readonly Role[] {
  const roles = new Map<string, { readonly privileges: readonly string[]; readonly paths: string[] }>();
  for (const [path, given] of [...paths].sort(([a], [b]) => compareNaturally(a, b))) {
    const privileges = [...given].sort();
    const role = roles.get(privileges.join()) ?? { privileges, paths: [] };
    role.paths.push(path);
    roles.set(privileges.join(), role);
  }
  return [...roles.values()];
}
