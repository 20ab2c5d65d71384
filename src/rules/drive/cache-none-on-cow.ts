import { atLeast } from "../../model/debian-version.ts";
import { notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { directOf } from "../caches.ts";
import { copyOnWriteOf } from "../copy-on-write.ts";
import { kernelOf } from "../node-facts.ts";
import { missingAmong } from "../unknowns.ts";
import { inForce, settingEvidence, storageEvidence } from "../wording.ts";
import { cacheNoneOnCowRemedy } from "./cache-none-on-cow.remedy.ts";

/** From this kernel on, btrfs buffers O_DIRECT writes to files with checksums by itself. */
const btrfsBuffers = "6.14";

export const cacheNoneOnCow: Rule<"drive"> = {
  id: "drive/cache-none-on-cow",
  subject: "drive",
  severity: "error",
  summary: "O_DIRECT on a file that btrfs or bcachefs keeps checksums of",
  needs: ["config", "storage-cfg", "file-system", "kernel"],
  check(drive, policy) {
    if (drive.driver.known && drive.driver.value !== "file") return notApplicable;
    const copyOnWrite = copyOnWriteOf(drive);
    const direct = directOf(drive);
    if (direct.known && !direct.value)
      return copyOnWrite.known && copyOnWrite.value !== null ? pass : notApplicable;
    const missing = missingAmong(drive.driver, direct, copyOnWrite);
    if (missing !== undefined) return open(missing);
    if (copyOnWrite.known && copyOnWrite.value === "bcachefs")
      return failOn(drive, policy, "error", "on bcachefs");
    if (!copyOnWrite.known || copyOnWrite.value === null) return isBtrfs(drive) ? pass : notApplicable;
    const kernel = kernelOf(drive.guest);
    if (!kernel.known) return open(kernel.missing);
    return atLeast(kernel.value, btrfsBuffers)
      ? failOn(drive, policy, "note", `but kernel ${kernel.value} buffers it on btrfs all the same`)
      : failOn(drive, policy, "error", "on btrfs without nocow");
  },
};

/** btrfs with nocow: no checksums, so O_DIRECT is right there. */
const isBtrfs = ({ fileSystem }: ResolvedDrive): boolean =>
  fileSystem.known && fileSystem.value?.kind === "btrfs";

function failOn(drive: ResolvedDrive, policy: Policy, severity: "error" | "note", where: string): Outcome {
  if (!drive.settings.known) return open(drive.settings.missing);
  const settings = drive.settings.value;
  const follows = severity === "error" ? ": data that changes in flight gets a wrong checksum" : "";
  return {
    kind: "fail",
    severity,
    message: `cache is ${inForce(settings.cache)} ${where}${follows}`,
    evidence: [
      settingEvidence(drive, "cache", settings),
      storageEvidence(drive),
      ...(drive.fileSystem.known
        ? [
            {
              fact: "file system",
              value: drive.fileSystem.value?.kind ?? "-",
              source: drive.fileSystem.source,
            },
          ]
        : []),
    ],
    remedy: cacheNoneOnCowRemedy(drive, policy),
  };
}
