import { notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { directOf } from "../caches.ts";
import { directIoOf, type OnDataset } from "../direct-io.ts";
import { versionOf } from "../node-facts.ts";
import { missingAmong } from "../unknowns.ts";
import { inForce, settingEvidence } from "../wording.ts";
import { odirectRemedy } from "./odirect-on-dataset-file.remedy.ts";
import { directText, type Found, verdict } from "./odirect-on-dataset-file.verdict.ts";

export const odirectOnDatasetFile: Rule<"drive"> = {
  id: "drive/odirect-on-dataset-file",
  subject: "drive",
  severity: "critical",
  summary: "O_DIRECT on a file of a ZFS dataset: from OpenZFS 2.3 on it bypasses ARC and moves whole records",
  needs: ["config", "storage-cfg", "file-system", "dataset-properties", "node-versions"],
  check(drive) {
    const { driver, fileSystem } = drive;
    if (driver.known && driver.value !== "file") return notApplicable;
    const direct = directOf(drive);
    if (direct.known && !direct.value) return notApplicable; // drive/cache-doubles-arc speaks
    const missing = missingAmong(driver, fileSystem, direct);
    if (missing !== undefined) return open(missing);
    if (!fileSystem.known || fileSystem.value?.kind !== "zfs") return notApplicable;
    const directIo = directIoOf(drive, fileSystem.value);
    if (!directIo.known) return open(directIo.missing);
    return directIo.value === "disabled" ? pass : found(drive, fileSystem.value, directIo.value);
  },
};

function found(drive: ResolvedDrive, file: OnDataset, directIo: Found): Outcome {
  if (!drive.settings.known) return open(drive.settings.missing);
  const settings = drive.settings.value;
  const version = versionOf(drive.guest, "openzfs");
  const { severity, text } = verdict(drive, file, directIo);
  return {
    kind: "fail",
    severity,
    message: `cache is ${inForce(settings.cache)}; ${text}`,
    evidence: [
      settingEvidence(drive, "cache", settings),
      {
        fact: `dataset ${file.dataset}`,
        value: directText(file),
        source: file.direct.known ? file.direct.source : drive.source,
      },
      ...(version.known ? [{ fact: "OpenZFS", value: version.value, source: version.source }] : []),
    ],
    remedy: odirectRemedy(drive, file, directIo),
  };
}
