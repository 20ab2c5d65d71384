import { missingBlockDeviceUse } from "../../model/missing.ts";
import { compareSeverity, type Evidence, notApplicable, type Severity } from "../../model/outcome.ts";
import type { ResolvedDrive, ResolvedGuest } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { nodeHasPool } from "../node-pools.ts";
import { deviceAt, hasKernelName, isPhysicalPath, nodeUseOf } from "../physical-disk.ts";
import { type DiskVerdict, passthroughOfDiskRemedy } from "./passthrough-of-disk.remedy.ts";

export const passthroughOfDisk: Rule<"guest"> = {
  id: "guest/passthrough-of-disk",
  subject: "guest",
  severity: "critical",
  summary: "a guest is given a physical disk of its node by path",
  needs: ["config", "storage-cfg", "block-devices", "file-system", "zvol-properties"],
  check(guest) {
    const verdicts = guest.drives.flatMap((drive) => verdictOf(guest, drive));
    const [worst] = [...verdicts].sort((a, b) => compareSeverity(a.severity, b.severity));
    if (worst === undefined) return notApplicable;
    return {
      kind: "fail",
      severity: worst.severity,
      message: verdicts.map(({ text }) => text).join("; "),
      evidence: verdicts.flatMap(({ evidence }) => evidence),
      remedy: passthroughOfDiskRemedy(guest, worst),
    };
  },
};

function verdictOf(guest: ResolvedGuest, drive: ResolvedDrive): readonly DiskVerdict[] {
  if (drive.volume.kind !== "path") return [];
  const path = drive.volume.path.replace(/\/{2,}/g, "/");
  if (!isPhysicalPath(path)) return [];
  const { uses, doubts, evidence } = useByNode(guest, path);
  const written: Evidence = { fact: drive.key, value: drive.text, source: drive.source };
  const verdict = (severity: Severity, text: string): readonly DiskVerdict[] => [
    { drive, path, severity, text: `${drive.key} is ${text}`, evidence: [written, ...evidence] },
  ];
  if (uses.length > 0) return verdict("critical", `${path}, which the node itself uses: ${uses.join(", ")}`);
  const unknown = doubts.length === 0 ? "" : `; not known: ${doubts.join(", ")}`;
  return hasKernelName(path)
    ? verdict("warning", `${path}, a name another disk may have after the next boot${unknown}`)
    : verdict("note", `the physical disk ${path}${unknown}`);
}

interface Use {
  readonly uses: readonly string[];
  readonly doubts: readonly string[];
  readonly evidence: readonly Evidence[];
}

function useByNode(guest: ResolvedGuest, path: string): Use {
  const devices = guest.onNode?.blockDevices;
  if (!devices?.known)
    return { uses: [], doubts: [missingBlockDeviceUse(guest.node, "it").fact], evidence: [] };
  const device = deviceAt(path, devices.value);
  if (device === undefined) return { uses: [], doubts: ["which disk of the node it is"], evidence: [] };
  const { uses, doubts } = nodeUseOf(device, (pool) => nodeHasPool(guest, pool));
  const value = uses.length === 0 ? "nothing seen" : uses.join(", ");
  const node = guest.node === null ? {} : { node: guest.node };
  return {
    uses,
    doubts,
    evidence: [{ fact: `use of ${device.name}`, value, source: devices.source, ...node }],
  };
}
