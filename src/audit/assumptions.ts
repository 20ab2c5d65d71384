import {
  type Assumption,
  type AssumptionVerdict,
  assumptions,
  type JudgedAssumption,
} from "../model/assumptions.ts";
import type { Missing } from "../model/fact.ts";
import { missingVersion } from "../model/missing.ts";
import type { ResolvedCluster, ResolvedNode } from "../model/resolved.ts";
import { distancesFromBaseline } from "../rules/baseline-distance.ts";
import { ashiftSeen, chainSeen, logOrCacheSeen, type Seen, windowsOnZfsSeen } from "./assumption-checks.ts";

/** What the policy takes for true, and whether this cluster is one it was read for. */
export function judgedAssumptions(cluster?: ResolvedCluster): readonly JudgedAssumption[] {
  if (cluster === undefined) return assumptions;
  return assumptions.map((assumption) => {
    // What is refuted is refuted everywhere: no version makes it true.
    if (assumption.refuted !== undefined) return assumption;
    return { ...assumption, verdict: verdictOf(assumption, cluster) };
  });
}

function verdictOf({ event }: Assumption, cluster: ResolvedCluster): AssumptionVerdict {
  switch (event) {
    case "pve-major":
    case "openzfs-major":
      return ofVersions(event, cluster);
    case "storage-presentation":
      return ofFacts(chainSeen(cluster), "contradicted");
    case "windows-onto-zfs":
      return ofFacts(windowsOnZfsSeen(cluster), "doubted");
    case "slog-or-l2arc":
      return ofFacts(logOrCacheSeen(cluster), "doubted");
    case "ashift":
      return ofFacts(ashiftSeen(cluster), "contradicted");
  }
}

/** The same distances as node/off-baseline. */
function ofVersions(event: "pve-major" | "openzfs-major", { nodes }: ResolvedCluster): AssumptionVerdict {
  const apart = nodes.flatMap(distancesFromBaseline).filter((distance) => distance.event === event);
  const because = apart.map(({ text, node }) => `${text} on ${node}`);
  const missing = nodes.flatMap((node) => missingVersions(event, node));
  const unread = nodes.length === 0 ? [missingVersion(null, "every package")] : missing;
  return ofFacts({ against: because, missing: unread }, "doubted");
}

function missingVersions(event: "pve-major" | "openzfs-major", node: ResolvedNode): readonly Missing[] {
  const { pve, qemuServer, openzfs } = node.versions;
  const asked = event === "pve-major" ? [pve, qemuServer] : [openzfs];
  return asked.flatMap((version) => (version.known ? [] : version.missing));
}

/** One thing that was seen is enough; that none was is only sure when everything could be looked at. */
function ofFacts({ against, missing }: Seen, kind: "doubted" | "contradicted"): AssumptionVerdict {
  if (against.length > 0) return { kind, because: [...new Set(against)] };
  const [first, ...more] = new Map(missing.map((one) => [`${one.fact} ${one.node ?? ""}`, one])).values();
  return first === undefined ? { kind: "holds" } : { kind: "open", missing: [first, ...more] };
}
