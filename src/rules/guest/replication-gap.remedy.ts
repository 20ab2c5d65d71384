import type { Remedy } from "../../model/change.ts";
import type { OtherVolume, ResolvedDrive, ResolvedGuest } from "../../model/resolved.ts";
import { driveChange, driveGui } from "../remedies.ts";

type Volume = ResolvedDrive | OtherVolume;

/** Where `replicate=0` alone is in the way, the key goes; otherwise volumes have to move, which is a person's work. */
export function gapRemedy(
  guest: ResolvedGuest,
  optedOut: readonly Volume[],
  unfit: readonly Volume[],
): Remedy {
  const drives = optedOut.filter((volume): volume is ResolvedDrive => "options" in volume);
  const onPool = drives.filter(({ storage }) => storage?.entry.type === "zfspool");
  const [first, ...more] = onPool;
  if (unfit.length === 0 && first !== undefined && onPool.length === optedOut.length) {
    return {
      kind: "change",
      safety: "safe",
      // Proxmox VE writes `replicate` to the live config at once (qemu-server, 9.2.6)
      takesEffect: "at-once",
      changes: [
        driveChange(first, "replicate", null),
        ...more.map((drive) => driveChange(drive, "replicate", null)),
      ],
      gui: driveGui(first, "Advanced › Skip replication: off"),
      risks: ["the next run copies the whole volume, and needs that space on the target"],
    };
  }
  const { vmid } = guest;
  return {
    kind: "manual",
    takesEffect: "at-once",
    steps: [
      "bring the volumes to where they can be replicated, or have the guest do without them:",
      ...unfit.map((volume) => forUnfit(vmid, volume)),
      ...optedOut.map((volume) => forOptedOut(vmid, volume)),
      `start the job once and read its log: \`pvesr schedule-now ${vmid}-<n>\``,
    ],
    risks: ["until then, a failover of this guest finds no such volume"],
  };
}

function forUnfit(vmid: number, volume: Volume): string {
  const move = `\`qm move-disk ${vmid} ${volume.key} <zfspool storage that the target has too>\``;
  if ("options" in volume) return `${volume.key}: ${move}, or replicate=0 if the guest starts without it`;
  return volume.key.startsWith("unused")
    ? `${volume.key}: attach and move it, or remove it if nobody needs it`
    : `${volume.key}: ${move}`;
}

function forOptedOut(vmid: number, { key }: Volume): string {
  return `${key}: \`qm move-disk ${vmid} ${key} <zfspool storage that the target has too>\`, then take replicate=0 off`;
}
