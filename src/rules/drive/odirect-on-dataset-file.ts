import { atLeast } from "../../model/debian-version.ts";
import { notApplicable, type Outcome, open, pass, type Severity } from "../../model/outcome.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { directOf } from "../caches.ts";
import { type DirectIo, directIoOf, type OnDataset } from "../direct-io.ts";
import { versionOf } from "../node-facts.ts";
import { missingAmong, notKnown } from "../unknowns.ts";
import { inForce, settingEvidence } from "../wording.ts";
import { odirectRemedy } from "./odirect-on-dataset-file.remedy.ts";

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

type Found = Exclude<DirectIo, "disabled">;

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

/** What is not known never raises the severity; it is named instead. */
function verdict(
  drive: ResolvedDrive,
  file: OnDataset,
  directIo: Found,
): { severity: Severity; text: string } {
  const version = versionOf(drive.guest, "openzfs");
  const openzfs = version.known ? `OpenZFS ${version.value}` : "this OpenZFS";
  if (directIo === "refused")
    return { severity: "critical", text: `${openzfs} refuses O_DIRECT on files: the guest cannot start` };
  if (directIo === "ignored") {
    return {
      severity: "note",
      text: `${openzfs} ignores O_DIRECT here, from 2.3 on it bypasses ARC${notKnown(version)}`,
    };
  }
  if (version.known && atLeast(version.value, "2.3") && !atLeast(version.value, "2.4")) {
    return {
      severity: "error",
      text: `${openzfs} bypasses ARC on ${file.dataset} and refuses misaligned requests`,
    };
  }
  const { recordsize } = file;
  const large = recordsize.known && recordsize.value > 16 * 1024;
  const record = recordsize.known ? `a ${inK(recordsize.value)} record` : "a whole record";
  const unknowns = notKnown(recordsize, version);
  return {
    severity: large ? "warning" : "note",
    text: `past ARC, each 4K request on ${file.dataset} moves ${record}${unknowns}`,
  };
}

const inK = (bytes: number): string => `${bytes / 1024}K`;

function directText({ direct, recordsize }: OnDataset): string {
  const written = direct.known ? `direct=${direct.value ?? "- (no such property)"}` : "direct not known";
  return `${written}, recordsize=${recordsize.known ? inK(recordsize.value) : "not known"}`;
}
