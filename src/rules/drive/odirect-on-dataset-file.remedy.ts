import type { Remedy } from "../../model/change.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import {
  type DirectIo,
  directDisabled,
  directIoRisks,
  moveToBlock,
  type OnDataset,
  smallRecords,
  testBoot,
} from "../direct-io.ts";

/** Never back to writeback: that would keep the data in the page cache and in ARC at once. */
export function odirectRemedy(drive: ResolvedDrive, file: OnDataset, directIo: DirectIo): Remedy {
  if (directIo !== "bypasses-arc") {
    return {
      kind: "manual",
      steps: [moveToBlock(drive), ...testBoot(drive)],
      risks: ["a moved volume leaves the old one behind as unusedN until it is removed"],
    };
  }
  return {
    kind: "change",
    safety: "review",
    takesEffect: "at-once",
    changes: [directDisabled(drive, file)],
    steps: [
      moveToBlock(drive),
      `else: zfs set direct=disabled ${file.dataset}`,
      smallRecords(file),
      ...testBoot(drive),
    ],
    risks: [
      ...directIoRisks,
      "back to writeback is no way out: the data would be in page cache and in ARC at once",
    ],
  };
}
