import type { Finding } from "../model/audit-report.ts";
import type { FindingRef } from "../model/plan.ts";
import type { ResolvedCluster } from "../model/resolved.ts";

/** Names findings as a plan does: `201 app-01 scsi0`. */
export function refsIn({ guests }: Pick<ResolvedCluster, "guests">): (finding: Finding) => FindingRef {
  const names = new Map(guests.map(({ vmid, name }) => [vmid, name]));
  return ({ id, rule, severity, subject }) => {
    const { vmid, drive, volume, storage, pool, node } = subject;
    const parts =
      vmid === undefined
        ? [storage === undefined ? "" : "storage", node ?? "", pool ?? volume ?? storage ?? ""]
        : [String(vmid), names.get(vmid) ?? "", drive ?? ""];
    return { id, rule, severity, place: parts.filter((part) => part !== "").join(" ") };
  };
}
