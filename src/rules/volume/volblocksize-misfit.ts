import type { GuestIntent } from "../../model/intent.ts";
import { missingDataset } from "../../model/missing.ts";
import { notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { ResolvedDrive, ResolvedVolume, ZvolProperties } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { formatSize, parseSize } from "../../model/syntax/size.ts";
import { isBootDrive, isOnlyDrive } from "../boot-drive.ts";
import { isModernWindows } from "../guest-options.ts";
import { worstPadding } from "../raidz-padding.ts";
import { currentUses } from "../volume-uses.ts";
import * as remedies from "./volblocksize-misfit.remedy.ts";

export const volblocksizeMisfit: Rule<"volume"> = {
  id: "volume/volblocksize-misfit",
  subject: "volume",
  severity: "warning",
  summary: "a zvol's block size does not fit what is written to it",
  needs: ["config", "storage-cfg", "zvol-properties", "vdevs"],
  check(volume) {
    const { zvol, node } = volume;
    const drives = currentUses(volume).flatMap(({ drive }) => drive ?? []);
    if (drives.length === 0 || (zvol.known && zvol.value === null)) return notApplicable;
    // This one holds whatever the block size is.
    const isZvol = zvol.known || volume.storage?.entry.type === "zfspool";
    const misused = isZvol && drives.find((drive) => drive.intents.has("sequential") && isMisusedOn(drive));
    if (misused) return remedies.misuse(misused);
    if (!zvol.known) return open(zvol.missing);
    if (zvol.value === null) return notApplicable;
    const { dataset, volblocksize } = zvol.value;
    if (volblocksize === undefined) return open([missingDataset(node, dataset, "volblocksize")]);
    const place = { volume, zvol: zvol.value, volblocksize, source: zvol.source };
    return drives.map((drive) => judged(drive, place)).find(({ kind }) => kind === "fail") ?? padding(place);
  },
};

/** Declared of this drive, and not merely of its guest. */
function isOwn(intent: GuestIntent, { intents, guest }: ResolvedDrive): boolean {
  return intents.has(intent) && !guest.intents.has(intent);
}

/** A boot disk is not sequential: said of the guest, that is so where it has no other disk. */
function isMisusedOn(drive: ResolvedDrive): boolean {
  return isOnlyDrive(drive) || (isBootDrive(drive) && isOwn("sequential", drive));
}

interface Place {
  readonly volume: ResolvedVolume;
  readonly zvol: ZvolProperties;
  readonly volblocksize: number;
  readonly source: string;
}

const k = 1024;

function judged(drive: ResolvedDrive, place: Place): Outcome {
  const { intents } = drive;
  const size = `volblocksize is ${formatSize(place.volblocksize)}`;
  // What is declared of a guest speaks for its data disks; the boot disk keeps a general size.
  const speaks = (intent: GuestIntent): boolean =>
    intents.has(intent) && (isOwn(intent, drive) || !isBootDrive(drive) || isOnlyDrive(drive));
  if (speaks("sequential")) {
    if (place.volblocksize >= 64 * k) return pass;
    return failure(
      place,
      "warning",
      `${size} under data declared sequential`,
      remedies.largerBlocks(drive, place.volume),
    );
  }
  if (speaks("write-heavy") && isModernWindows(drive.guest)) {
    if (place.volblocksize < 16 * k) return pass;
    const message = `${size} under write-heavy Windows; a write of one 4K cluster rewrites a whole block`;
    return failure(place, "note", message, remedies.largerClusters(drive.key));
  }
  if (place.volblocksize === 8 * k && !wantsEight(place.volume)) {
    const message = `${size}, the default of OpenZFS up to 2.1, and nobody asked for it; new ones get 16K`;
    return failure(place, "note", message, remedies.leaveIt(drive));
  }
  return pass;
}

/** What raidz pads: judged last, because the other reasons ask for another size as well. */
function padding(place: Place): Outcome {
  const { vdevs } = place.volume;
  if (!vdevs.known) return open(vdevs.missing);
  const waste = worstPadding(vdevs.value ?? [], place.volblocksize);
  if (waste === undefined) return pass;
  const { kind, disks, sectors, data } = waste;
  const message = `volblocksize is ${formatSize(place.volblocksize)} on ${kind} of ${disks} disks: ${sectors} sectors for ${data} of data`;
  const [drive] = currentUses(place.volume).flatMap((use) => use.drive ?? []);
  return failure(place, "warning", message, remedies.lessPadding(waste, drive));
}

function failure(
  place: Place,
  severity: "warning" | "note",
  message: string,
  remedy: remedies.Manual,
): Outcome {
  const value = String(place.volblocksize);
  const evidence = [{ fact: `volblocksize of ${place.zvol.dataset}`, value, source: place.source }];
  return { kind: "fail", severity, message, evidence, remedy };
}

/** `blocksize 8k` in storage.cfg: then it is a wish and no left-over. */
function wantsEight({ storage }: ResolvedVolume): boolean {
  return parseSize((storage?.entry.properties["blocksize"] ?? "").toUpperCase()) === 8 * k;
}
