import type { Remedy } from "../../model/change.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import {
  directDisabled,
  directIoOf,
  directIoRisks,
  moveToBlock,
  type OnDataset,
  onDataset,
  smallRecords,
  testBoot,
} from "../direct-io.ts";
import { cacheNoneRemedy } from "../remedies.ts";
import { notKnown } from "../unknowns.ts";

/**
 * `cache=none`; on a file of a dataset this alone would exchange one finding for drive/odirect-on-dataset-file, so
 * that rule's change comes along.
 */
export function cacheDoublesArcRemedy(drive: ResolvedDrive, policy: Policy): Remedy {
  const file = onDataset(drive);
  if (file === undefined) return cacheNoneRemedy(drive, policy, [], { steps: testBoot(drive) });
  const directIo = directIoOf(drive, file);
  if (!directIo.known) {
    const risk = `from OpenZFS 2.3 on, cache=none alone may be slower here (drive/odirect-on-dataset-file)${notKnown(directIo)}`;
    return cacheNoneRemedy(drive, policy, [], {
      steps: steps(drive, file, ["unless it is set already: "]),
      risks: [risk, ...directIoRisks],
    });
  }
  if (directIo.value === "disabled") return cacheNoneRemedy(drive, policy, [], { steps: testBoot(drive) });
  if (directIo.value === "bypasses-arc") {
    const parts = { steps: steps(drive, file, []), risks: directIoRisks };
    return cacheNoneRemedy(drive, policy, [directDisabled(drive, file)], parts);
  }
  const risk =
    directIo.value === "ignored"
      ? "an upgrade to OpenZFS 2.3 or later lets O_DIRECT bypass ARC (drive/odirect-on-dataset-file)"
      : "this OpenZFS refuses O_DIRECT on files: with cache=none the guest cannot start before the volume is moved";
  return cacheNoneRemedy(drive, policy, [], {
    steps: [moveToBlock(drive), ...testBoot(drive)],
    risks: [risk],
  });
}

function steps(drive: ResolvedDrive, file: OnDataset, condition: readonly string[]): readonly string[] {
  return [
    moveToBlock(drive),
    `else, before the cache changes (drive/odirect-on-dataset-file): ${condition.join("")}zfs set direct=disabled ${file.dataset}`,
    smallRecords(file),
    ...testBoot(drive),
  ];
}
