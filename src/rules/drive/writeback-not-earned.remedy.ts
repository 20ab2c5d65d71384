import type { Remedy } from "../../model/change.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import { copyOnWriteOf, rightCacheRemedy } from "../copy-on-write.ts";
import { cacheNoneRemedy } from "../remedies.ts";
import { notKnown } from "../unknowns.ts";

/** Away from `unsafe`. Where the file system is not known, none is right almost everywhere; the rest is a risk. */
export function lostRemedy(drive: ResolvedDrive, policy: Policy): Remedy {
  const copyOnWrite = copyOnWriteOf(drive);
  if (copyOnWrite.known) return rightCacheRemedy(drive, policy);
  const risk =
    "on a ZFS dataset look at drive/odirect-on-dataset-file first; on btrfs or bcachefs take cache=writeback";
  return cacheNoneRemedy(drive, policy, [], { risks: [`${risk}${notKnown(copyOnWrite)}`] });
}
