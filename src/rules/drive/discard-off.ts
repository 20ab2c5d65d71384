import { type Fact, known, mapFact } from "../../model/fact.ts";
import { pass, type Severity } from "../../model/outcome.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { driveChange, driveGui, driveRemedy } from "../remedies.ts";
import { notKnown } from "../unknowns.ts";
import { storageEvidence, volumeEvidence } from "../wording.ts";

export const discardOff: Rule<"drive"> = {
  id: "drive/discard-off",
  subject: "drive",
  severity: "warning",
  summary: "blocks that the guest frees stay allocated, because discard is not on",
  needs: ["config", "storage-cfg", "file-system"],
  check(drive) {
    const written = drive.options["discard"]; // the default is ignore, on every storage
    if (written === "on") return pass;
    const severity = severityOf(drive);
    const asked = written === undefined ? "default, nobody set it" : "written";
    return {
      kind: "fail",
      severity: severity.known ? severity.value : "note",
      message: `discard is ignore (${asked}): what the guest frees stays allocated${notKnown(severity)}`,
      evidence: [
        { fact: "discard written", value: written ?? "-", source: drive.source },
        volumeEvidence(drive),
        storageEvidence(drive),
      ],
      remedy: driveRemedy(drive, [driveChange(drive, "discard", "on")], { gui: driveGui(drive, "Discard") }),
    };
  },
};

/** A warning where the space comes back by itself; a note where only a thin SAN could give it back. */
function severityOf(drive: ResolvedDrive): Fact<Severity> {
  const { storage, backing, format, source } = drive;
  if (storage === undefined && drive.volume.kind === "volume") return mapFact(drive.driver, () => "note");
  if (storage?.declared.thin === true || thin.has(backing) || format === "qcow2")
    return known("warning", source);
  if (!drive.driver.known || drive.driver.value !== "file") return known("note", source);
  if (drive.shared.known && drive.shared.value) return known("note", source);
  return mapFact(drive.fileSystem, (found) => (found?.kind === "network" ? "note" : "warning"));
}

const thin: ReadonlySet<string> = new Set(["zvol", "dataset-file", "thin-lv", "qcow2-lv", "rbd", "krbd"]);
