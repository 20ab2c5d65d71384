import { type Fact, known, mapFact } from "../../model/fact.ts";
import { notApplicable, open, pass, type Severity } from "../../model/outcome.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { aioRemedy, hasAio, wantedInstead } from "../aio.ts";
import { notKnown } from "../unknowns.ts";
import { inForce, settingEvidence, storageEvidence, volumeEvidence } from "../wording.ts";

export const aioNativeBlocks: Rule<"drive"> = {
  id: "drive/aio-native-blocks",
  subject: "drive",
  severity: "error",
  summary: "aio is native on a volume whose layers can block the submission of a request",
  needs: ["config", "storage-cfg", "file-system"],
  check(drive, policy) {
    if (drive.driver.known && !hasAio(drive)) return notApplicable;
    if (!drive.settings.known) return mayBeNative(drive) ? open(drive.settings.missing) : notApplicable;
    const settings = drive.settings.value;
    const layer = layerOf(drive);
    const native = settings.aio.value === "native" && settings.direct.value;
    if (!native || wantedInstead(drive, settings, policy) === undefined) {
      return layer.known && layer.value === undefined ? notApplicable : pass;
    }
    if (!layer.known) return open(layer.missing);
    if (layer.value === undefined) return notApplicable;
    return {
      kind: "fail",
      severity: layer.value.severity,
      message: `aio is ${inForce(settings.aio)}; ${layer.value.text}, where native can stall the guest${layer.value.unknowns}`,
      evidence: [settingEvidence(drive, "aio", settings), volumeEvidence(drive), storageEvidence(drive)],
      remedy: aioRemedy(drive, settings, policy),
    };
  },
};

/** io_uring and threads only come about by writing or by a buffered cache; all else may turn out native. */
const mayBeNative = ({ options }: ResolvedDrive): boolean => (options["aio"] ?? "native") === "native";

interface Layer {
  readonly text: string;
  readonly severity: Severity;
  /** What is not known and could only make it worse. */
  readonly unknowns: string;
}

/** The layer below QEMU that can block; undefined: a plain block device, where native is fine. */
function layerOf(drive: ResolvedDrive): Fact<Layer | undefined> {
  const layer = (text: string, severity: Severity, unknowns = ""): Fact<Layer> =>
    known({ text, severity, unknowns }, drive.source);
  const { onZfs } = drive;
  if (drive.format === "qcow2") {
    return layer(
      drive.backing === "qcow2-lv" ? "the volume is qcow2 on a volume chain" : "the volume is qcow2",
      "error",
    );
  }
  if (onZfs.known && onZfs.value) return layer("the volume lies on ZFS", "error");
  if (drive.backing === "thin-lv") return layer("the volume is a thin LV", "error");
  if (drive.driver.known && drive.driver.value === "file")
    return layer("the volume is a file", "warning", notKnown(onZfs));
  return mapFact(onZfs, () => undefined);
}
