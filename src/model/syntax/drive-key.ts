import type { Bus } from "../drive.ts";

export type DriveBus = Bus | "efidisk" | "tpmstate" | "unused";

/** How many of each there are (qemu-server Drive.pm, 9.2.6). */
export const driveCounts: Readonly<Record<DriveBus, number>> = {
  ide: 4,
  sata: 6,
  scsi: 31,
  virtio: 16,
  efidisk: 1,
  tpmstate: 1,
  unused: 256,
};

export interface DriveKey {
  readonly key: string;
  readonly bus: DriveBus;
  readonly index: number;
}

const pattern = /^(ide|sata|scsi|virtio|efidisk|tpmstate|unused)(0|[1-9]\d*)$/;

function isBus(text: string | undefined): text is DriveBus {
  return text !== undefined && Object.hasOwn(driveCounts, text);
}

/** `scsi0` as bus and index; undefined: no drive key of Proxmox VE, `scsi31` among them. */
export function parseDriveKey(key: string): DriveKey | undefined {
  const match = pattern.exec(key);
  const bus = match?.[1];
  const index = Number(match?.[2]);
  return isBus(bus) && index < driveCounts[bus] ? { key, bus, index } : undefined;
}

export function isDriveKey(key: string): boolean {
  return parseDriveKey(key) !== undefined;
}
