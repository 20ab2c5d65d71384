import type { GuestFileSystem, GuestInside } from "../../model/guest-inside.ts";
import type { Aliases } from "./aliases.ts";
import { byVmid } from "./live.ts";
import { redactPath } from "./paths.ts";
import { shaped } from "./plain-values.ts";
import { knownReason } from "./reasons.ts";

export function redactInsides(
  insides: Readonly<Record<string, GuestInside>>,
  aliases: Aliases,
): Readonly<Record<string, GuestInside>> {
  return Object.fromEntries(
    Object.entries(byVmid(insides)).map(([vmid, inside]) => [vmid, redactInside(inside, aliases)] as const),
  );
}

function redactInside(
  { fileSystems, withoutBarriers, trimTimer }: GuestInside,
  aliases: Aliases,
): GuestInside {
  return {
    ...(fileSystems === undefined
      ? {}
      : { fileSystems: told(fileSystems, (all) => all.map((one) => redactFileSystem(one, aliases))) }),
    ...(withoutBarriers === undefined
      ? {}
      : {
          withoutBarriers: told(withoutBarriers, (lines) =>
            lines.map(({ target, option }) => ({
              target: redactPath(target, aliases),
              option: redactOption(option),
            })),
          ),
        }),
    ...(trimTimer === undefined ? {} : { trimTimer: told(trimTimer, (value) => value) }),
  };
}

/** A guest can call its file system anything. */
const redactType = shaped(
  /^(?:ext[234]|xfs|btrfs|bcachefs|zfs|f2fs|jfs|reiserfs|vfat|exfat|ntfs3?|NTFS|ReFS|FAT(?:32)?|exFAT|CDFS|UDF|iso9660|udf|squashfs|ufs|nfs4?|cifs|fuseblk|swap)$/,
);

const redactOption = shaped(/^(?:nobarrier|barrier=(?:0|none|off))$/);

function told<T>(
  part: { readonly value: T } | { readonly failed: string },
  redact: (value: T) => T,
): { readonly value: T } | { readonly failed: string } {
  return "value" in part ? { value: redact(part.value) } : { failed: knownReason(part.failed) };
}

function redactFileSystem(
  { mountpoint, type, total, used, disks }: GuestFileSystem,
  aliases: Aliases,
): GuestFileSystem {
  return {
    mountpoint: redactPath(mountpoint, aliases),
    type: redactType(type),
    ...(total === undefined ? {} : { total }),
    ...(used === undefined ? {} : { used }),
    disks: disks.map(({ device, serial }) => ({
      ...(device === undefined ? {} : { device: redactPath(device, aliases) }),
      ...(serial === undefined ? {} : { serial: aliases.serial(serial) }),
    })),
  };
}
