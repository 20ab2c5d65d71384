import { notApplicable, open, pass, type Severity } from "../../model/outcome.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { pageCacheOf } from "../../resolve/page-cache.ts";
import { directOf, losesFlushes } from "../caches.ts";
import { cacheNoneRemedy } from "../remedies.ts";
import { inForce, settingEvidence, storageEvidence } from "../wording.ts";

export const cacheNotCoherent: Rule<"drive"> = {
  id: "drive/cache-not-coherent",
  subject: "drive",
  severity: "critical",
  summary: "a volume that other nodes can open goes through this node's page cache",
  needs: ["config", "storage-cfg", "node-count", "ha", "mappings"],
  check(drive, policy) {
    if (drive.shared.known && !drive.shared.value) return notApplicable;
    const direct = directOf(drive);
    if (direct.known && direct.value) return isShared(drive) ? pass : notApplicable;
    const pageCache = pageCacheOf(drive);
    if (!pageCache.known) return open(pageCache.missing);
    if (pageCache.value !== "over-shared" || !drive.settings.known) return notApplicable;
    const settings = drive.settings.value;
    const reach = reachOf(drive);
    return {
      kind: "fail",
      severity: losesFlushes(drive) ? "critical" : reach.severity,
      message: `cache is ${inForce(settings.cache)}, ${reach.text}${losesFlushes(drive) ? "; flushes are thrown away" : ""}`,
      evidence: [settingEvidence(drive, "cache", settings), storageEvidence(drive), ...reach.evidence],
      remedy: cacheNoneRemedy(drive, policy),
    };
  },
};

/** On shared storage, and opened through the node: librbd and libiscsi have no page cache to be coherent. */
function isShared({ driver, shared }: ResolvedDrive): boolean {
  return shared.known && shared.value && driver.known && driver.value !== "rbd" && driver.value !== "iscsi";
}

interface Reach {
  readonly severity: Severity;
  readonly text: string;
  readonly evidence: readonly { fact: string; value: string; source: string }[];
}

/** Who else may open the volume. What is not known lowers the severity and is named, it never raises it. */
function reachOf(drive: ResolvedDrive): Reach {
  const { guest } = drive;
  if (guest.ha.known && guest.ha.value !== null) {
    const evidence = [{ fact: "HA", value: `state ${guest.ha.value.state}`, source: guest.ha.value.source }];
    return { severity: "critical", text: "and HA may start this guest on another node", evidence };
  }
  const movable = others(drive);
  if (movable === "yes") return { severity: "critical", text: "and this guest can move", evidence: [] };
  const text =
    movable === "no" ? "on storage that calls itself shared" : `on shared storage; not known: ${movable}`;
  return { severity: "error", text, evidence: [] };
}

/** Whether another node can open the storage and no device pins the guest: yes, no, or what is not known. */
function others(drive: ResolvedDrive): string {
  const { guest, storage } = drive;
  const { devicePinned } = guest;
  const { nodeCount } = guest.cluster;
  const pinned = devicePinned.known && devicePinned.value;
  const alone = (nodeCount.known && nodeCount.value === 1) || storage?.nodes?.size === 1;
  if (pinned || alone) return "no";
  const unknowns = [devicePinned, nodeCount].flatMap((fact) => (fact.known ? [] : fact.missing));
  return unknowns.length === 0 ? "yes" : unknowns.map((missing) => missing.fact).join(", ");
}
