import type { ResolvedDrive } from "../model/resolved.ts";
import { propertiesOf } from "./guest-options.ts";

/** The first data drive in the boot order; where nobody wrote one, the old `bootdisk`, else the guest's first drive. */
export function isBootDrive(drive: ResolvedDrive): boolean {
  const { guest, key } = drive;
  const keys = guest.drives.map((one) => one.key);
  const order = propertiesOf(guest, "boot").get("order")?.split(";") ?? [];
  const written = [...order, guest.option("bootdisk")].find((one) => one !== undefined && keys.includes(one));
  return key === (written ?? keys[0]);
}

export function isOnlyDrive(drive: ResolvedDrive): boolean {
  return drive.guest.drives.length === 1;
}
