import type { Command, Remedy } from "../../model/change.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { ResolvedDrive, ResolvedVolume } from "../../model/resolved.ts";
import type { Padding } from "../raidz-padding.ts";

/** A block size is fixed when a zvol is made, so every repair is a new volume: a person's work. */
export type Manual = Extract<Remedy, { kind: "manual" }>;

export function largerBlocks(drive: ResolvedDrive, { storage, node }: ResolvedVolume): Manual {
  const { vmid } = drive.guest;
  const pool = storage?.entry.properties["pool"];
  return {
    kind: "manual",
    takesEffect: "new-volumes-only",
    steps: [
      "make a dataset of its own and a second zfspool storage on it with blocksize 64k (128k for large files only): two storages on one dataset would show each other's volumes",
      `move the disk there: \`qm move-disk ${vmid} ${drive.key} <new storage>\``,
      "when the guest is well, remove the old volume, which stays as an unused disk",
    ],
    ...(storage === undefined || pool === undefined
      ? {}
      : { commands: commandsFor(drive, storage, pool, node) }),
    gui: "Datacenter › Storage › Add › ZFS › Block Size",
    risks: [
      "the pool holds the disk twice until the old volume is removed",
      "small random writes to this disk become slower",
      "a replicated guest needs the new storage on the target too",
    ],
  };
}

function commandsFor(
  { guest, key }: ResolvedDrive,
  { entry }: NonNullable<ResolvedVolume["storage"]>,
  pool: string,
  node: string | null,
): readonly Command[] {
  const on = node === null ? {} : { node };
  const name = `${entry.id}-64k`;
  const add = [
    "pvesm",
    "add",
    "zfspool",
    name,
    "--pool",
    `${pool}/64k`,
    "--blocksize",
    "64k",
    "--content",
    "images",
  ];
  const sparse = entry.properties["sparse"] === "1" ? ["--sparse", "1"] : [];
  const nodes = node === null ? [] : ["--nodes", node];
  return [
    { argv: ["zfs", "create", `${pool}/64k`], ...on },
    { argv: [...add, ...sparse, ...nodes], ...on },
    { argv: ["qm", "move-disk", String(guest.vmid), key, name], ...on },
  ];
}

/** The article's mitigations, in its order. */
export function largerClusters(key: string): Manual {
  return {
    kind: "manual",
    takesEffect: "new-volumes-only",
    steps: [
      `format the data volume on ${key} with NTFS clusters of 16K or 64K, so that a cluster fills a block or more`,
      "or leave the clusters as they are and accept the overhead; SSDs and lz4 make it bearable",
    ],
    risks: ["formatting a volume deletes what is on it; its data has to be copied away and back"],
  };
}

export function leaveIt(drive: ResolvedDrive): Manual {
  return {
    kind: "manual",
    takesEffect: "new-volumes-only",
    steps: [
      "leave it if nothing is slow: it works, compresses a little worse and keeps more metadata",
      `to renew it, move it to another storage and back: \`qm move-disk ${drive.guest.vmid} ${drive.key} <storage>\``,
    ],
    risks: ["the pool holds the disk twice until the old volume is removed"],
  };
}

/** A block that fills rows of the raidz wastes less; mirrors pad nothing. */
export function lessPadding(
  { kind, disks, sectors, ideal }: Padding,
  drive: ResolvedDrive | undefined,
): Manual {
  const more = Math.round((sectors / ideal - 1) * 100);
  const where = drive === undefined ? "the volume" : `${drive.guest.vmid} ${drive.key}`;
  return {
    kind: "manual",
    takesEffect: "new-volumes-only",
    steps: [
      `${kind} of ${disks} disks stores each block in ${sectors} sectors of 4K, ${more} % more than parity needs`,
      `a second zfspool storage with a larger blocksize pads less; move ${where} there with \`qm move-disk\``,
      "mirrors pad nothing and serve guests better; that is a new pool",
    ],
    risks: ["larger blocks make small random writes rewrite more"],
  };
}

const separateDisk: Manual = {
  kind: "manual",
  steps: [
    "put the sequential data on a disk of its own, on a storage with blocksize 64k or more",
    "or take the declaration off the guest",
  ],
  risks: ["the data has to be copied inside the guest"],
};

/** A finding that does not depend on the block size. */
export function misuse(drive: ResolvedDrive): Outcome {
  return {
    kind: "fail",
    severity: "note",
    message:
      "declared sequential, but it is the guest's boot disk and its only one; large blocks slow a system disk down",
    evidence: [{ fact: drive.key, value: drive.text, source: drive.source }],
    remedy: separateDisk,
  };
}
