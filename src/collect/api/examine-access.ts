import { type ApiAccess, ApiConnection } from "../../connect/api/api-connection.ts";
import { fingerprintOf } from "../../connect/api/sockets.ts";
import { trustedBy } from "../../connect/api/trust.ts";
import type { AccessCheck, AccessReport } from "../../model/access-check.ts";
import { leastPrivilege } from "../../model/access-check.ts";
import type { NodeSnapshot } from "../../model/cluster.ts";
import { type ApiParts, collectApi } from "./collect-api.ts";
import type { ListedGuest } from "./guests.ts";
import type { Progress } from "./progress.ts";

/** Tries an access: all that an audit reads of cluster and nodes, and one guest of each node. Throws a Failure. */
export async function examineAccess(
  source: string,
  access: ApiAccess,
  now: string,
  progress: Progress,
): Promise<AccessReport> {
  const fingerprint = await fingerprintOf(access.entry);
  const connection = await ApiConnection.open(access);
  try {
    const parts = await collectApi(connection, now, progress, oneOfEachNode());
    const { who, version } = connection;
    return {
      schema: "lanekeeper/doctor/1",
      source,
      who,
      version,
      fingerprint,
      checks: [
        { step: "certificate", state: "ok", says: trustedBy(access.trust) },
        { step: "login", state: "ok", says: `${who}, Proxmox VE ${version}` },
        ...rightsOf(parts),
        ...filesOf(parts),
        ...factsOf(parts),
        ...guestsOf(parts),
        ...versionsOf(parts.nodes),
        ...waysOf(connection),
      ],
      leastPrivilege: leastPrivilege(version),
    };
  } finally {
    await connection.close();
  }
}

/** A running guest where there is one: it may have an agent to ask. */
function oneOfEachNode(): (listed: readonly ListedGuest[]) => readonly ListedGuest[] {
  const taken = new Set<string>();
  return (listed) =>
    [...listed]
      .sort((a, b) => Number(b.running) - Number(a.running))
      .filter(({ node }) => !taken.has(node) && taken.add(node));
}

const isRight = (path: string): boolean => /^[A-Z][\w.]+ on \//.test(path) || path === "/access/permissions";

function rightsOf({ unreadable }: ApiParts): readonly AccessCheck[] {
  const missing = unreadable.filter(({ path }) => isRight(path));
  if (missing.length === 0)
    return [{ step: "rights", state: "ok", says: "all that an audit reads, on the whole cluster" }];
  return missing.map(({ path, reason }) => ({ step: "rights", state: "gap", says: `${path}: ${reason}` }));
}

function filesOf({ unreadable, files }: ApiParts): readonly AccessCheck[] {
  const gaps = unreadable.filter(({ path }) => !isRight(path) && !path.startsWith("nodes/"));
  const read = Object.keys(files).length;
  return [
    { step: "cluster", state: gaps.length === 0 ? "ok" : "note", says: `${read} cluster files told` },
    ...gaps.map(
      ({ path, reason }) => ({ step: "cluster", state: "gap", says: `${path}: ${reason}` }) as const,
    ),
  ];
}

/** The facts of a node by what a person would call them, and the right without which the API leaves rows out unasked. */
const groups: readonly (readonly [string, readonly (keyof NodeSnapshot)[], string?])[] = [
  ["package versions", ["packages", "kernel"]],
  ["memory", ["memory"]],
  ["disks", ["blockDevices"]],
  ["ZFS pools", ["pools"]],
  ["LVM", ["volumeGroups", "thinPools"]],
  ["fill of storages", ["storageUsage"], "Datastore.Audit on /storage"],
  ["run state", ["running"], "VM.Audit on /vms"],
  ["replication", ["replicationStates"], "VM.Audit on /vms"],
];

function factsOf({ nodes, unreadable }: ApiParts): readonly AccessCheck[] {
  return groups.flatMap(([step, facts, right]) => {
    const isPart = right !== undefined && unreadable.some(({ path }) => path === right);
    const lost = new Map<string, string[]>();
    const told: string[] = [];
    for (const node of nodes) {
      const failed = facts.flatMap((fact) => {
        const reading = node[fact];
        return typeof reading === "object" && "failed" in reading ? [reading.failed] : [];
      });
      if (failed.length === 0) told.push(node.name);
      // the same on several nodes is one thing to mend
      const reasons = new Set(failed.map((why) => why.replaceAll(`/nodes/${node.name}`, "/nodes/<node>")));
      for (const why of reasons) lost.set(why, [...(lost.get(why) ?? []), node.name]);
    }
    const names = told.join(", ");
    const ok: AccessCheck = isPart
      ? { step, state: "note", says: `${names}: only what may be seen without ${right}` }
      : { step, state: "ok", says: names };
    const gaps = [...lost].map(
      ([why, on]) => ({ step, state: "gap", says: `${on.join(", ")}: ${why}` }) as const,
    );
    return told.length === 0 ? gaps : [ok, ...gaps];
  });
}

function guestsOf({ guests, nodes, unreadable }: ApiParts): readonly AccessCheck[] {
  const gaps = unreadable.filter(({ path }) => path.startsWith("nodes/"));
  const answered = nodes.flatMap(({ agents }) =>
    agents !== undefined && "value" in agents ? Object.values(agents.value) : [],
  );
  const config: AccessCheck =
    guests.length === 0
      ? { step: "guests", state: "failed", says: "no guest's config could be read" }
      : { step: "guests", state: "ok", says: `configs: tried ${guests.map(({ vmid }) => vmid).join(", ")}` };
  const agent: AccessCheck = {
    step: "guest agents",
    state: answered.length === 0 ? "note" : "ok",
    says:
      answered.length === 0
        ? "none answered of the guests tried (no right, no agent, or none runs)"
        : `asked ${answered.length}, ${answered.filter(({ answers }) => answers).length} answer`,
  };
  const unread = gaps.map(
    ({ path, reason }) => ({ step: "guests", state: "gap", says: `${path}: ${reason}` }) as const,
  );
  return [config, ...unread, agent];
}

function versionsOf(nodes: readonly NodeSnapshot[]): readonly AccessCheck[] {
  const versions = nodes.flatMap(({ name, packages }) =>
    packages !== undefined && "value" in packages
      ? [[name, packages.value["pve-manager"] ?? "unknown"] as const]
      : [],
  );
  if (versions.length === 0) return [];
  const mixed = new Set(versions.map(([, version]) => version)).size > 1;
  const says = mixed
    ? `differ: ${versions.map(([name, version]) => `${name} ${version}`).join(", ")}`
    : `${versions[0]?.[1]} everywhere`;
  return [{ step: "versions", state: mixed ? "note" : "ok", says }];
}

/** Asked directly, three workers of every node answer; through one node, its own three alone. */
function waysOf({ ways, shown }: ApiConnection): readonly AccessCheck[] {
  const direct = ways.filter((way) => way.direct).map(({ node }) => node);
  const barred = ways.filter(({ why }) => why !== undefined);
  const through = ways.filter((way) => !way.direct && way.why === undefined).map(({ node }) => node);
  const checks: AccessCheck[] = [];
  if (direct.length > 0) checks.push({ step: "direct reach", state: "ok", says: direct.join(", ") });
  if (through.length > 1)
    checks.push({
      step: "direct reach",
      state: "note",
      says: `${through.join(", ")}: asked through ${shown}, which is slower`,
      remedy: "--ca <pve-root-ca.pem>, or --fingerprint <node>=<sha256> for each",
    });
  for (const { node, why = "" } of barred)
    checks.push({ step: "direct reach", state: "note", says: `${node}: through ${shown}; ${why}` });
  return checks;
}
