import type { ResolvedVolume, VolumeUse } from "../model/resolved.ts";

const inForce: ReadonlySet<string> = new Set(["drive", "efi", "tpm"]);

/** The lines in force that give a volume to a guest: no unused, pending, snapshot-only or cloud-init ones. */
export function currentUses(volume: ResolvedVolume): readonly VolumeUse[] {
  return volume.uses.filter(({ role }) => inForce.has(role));
}
