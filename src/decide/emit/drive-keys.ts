import type { NewGuest } from "../../model/decision.ts";

/** Placeholders a shell or the API refuses, so that nothing is hit by mistake. */
export const unknownWords = {
  vmid: "<vmid>",
  node: "<node>",
  storage: "<storage>",
  target: "<other node>",
  volume: "<volume of scsi0>",
} as const;

export function storageOf({ storage }: NewGuest): string {
  return storage ?? unknownWords.storage;
}

/** Options of `qm create` and of the API, in the order of importance. Volumes are written as orders for new ones. */
export function guestOptions(guest: NewGuest): readonly (readonly [key: string, value: string])[] {
  const storage = storageOf(guest);
  const { name, firmware, device, tags } = guest;
  return [
    ...(name === null ? [] : [["name", name] as const]),
    ["ostype", guest.ostype],
    ...(firmware ? [["bios", "ovmf"] as const] : []),
    ...(firmware || device !== null ? [["machine", "q35"] as const] : []),
    ["cores", String(guest.cores)],
    ["cpu", guest.cpu],
    ["memory", String(guest.memory)],
    ...(guest.balloon ? [] : [["balloon", "0"] as const]),
    ["agent", "enabled=1"],
    ...(device === null ? [] : [["hostpci0", device] as const]),
    ...(tags.length === 0 ? [] : [["tags", tags.join(";")] as const]),
    ["scsihw", guest.scsihw],
    ...(firmware
      ? [
          ["efidisk0", `${storage}:1,efitype=4m,pre-enrolled-keys=1`] as const,
          ["tpmstate0", `${storage}:1,version=v2.0`] as const,
        ]
      : []),
    ["scsi0", driveText(guest)],
  ];
}

/** scsi0: an order for a new volume, or the one that is there, and its keys. */
export function driveText(guest: NewGuest, volume = `${storageOf(guest)}:${guest.drive.size}`): string {
  const { aio, cache, ssd } = guest.drive;
  return [
    volume,
    ...(aio === null ? [] : [`aio=${aio}`]),
    ...(cache === null ? [] : [`cache=${cache}`]),
    "discard=on",
    "iothread=1",
    ...(ssd ? ["ssd=1"] : []),
  ].join(",");
}
