import { atLeast } from "../../model/debian-version.ts";
import type { Severity } from "../../model/outcome.ts";
import type { ResolvedDrive } from "../../model/resolved.ts";
import type { DirectIo, OnDataset } from "../direct-io.ts";
import { versionOf } from "../node-facts.ts";
import { notKnown } from "../unknowns.ts";

export type Found = Exclude<DirectIo, "disabled">;

/** What is not known never raises the severity; it is named instead. */
export function verdict(
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

export function directText({ direct, recordsize }: OnDataset): string {
  const written = direct.known ? `direct=${direct.value ?? "- (no such property)"}` : "direct not known";
  return `${written}, recordsize=${recordsize.known ? inK(recordsize.value) : "not known"}`;
}
