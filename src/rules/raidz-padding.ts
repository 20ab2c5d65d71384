import type { Vdev } from "../model/cluster.ts";

/** The space one block takes on a raidz vdev, in sectors of 4K: the usual ashift of 12. */
export interface Padding {
  readonly kind: string;
  readonly disks: number;
  readonly data: number;
  /** Data, parity and padding. */
  readonly sectors: number;
  /** Data, and the parity its share of disks would need. */
  readonly ideal: number;
}

const sector = 4096;
/** Padding counts from a tenth of the space on. */
const tolerance = 1.1;

/**
 * The vdev that pads a block of this size the most; undefined: none pads more than a tenth. raidzP writes P parity
 * sectors for each row of N − P data sectors and rounds up to a multiple of P + 1 (OpenZFS vdev_raidz.c
 * vdev_raidz_asize).
 */
export function worstPadding(vdevs: readonly Vdev[], blockSize: number): Padding | undefined {
  const paddings = vdevs.flatMap((vdev) => paddingOf(vdev, blockSize) ?? []);
  const [worst] = paddings.sort((a, b) => b.sectors / b.ideal - a.sectors / a.ideal);
  return worst !== undefined && worst.sectors > worst.ideal * tolerance ? worst : undefined;
}

function paddingOf({ role, kind, devices }: Vdev, blockSize: number): Padding | undefined {
  const parity = Number(/^raidz([123])$/.exec(kind)?.[1] ?? 0);
  const disks = devices.length;
  if (role !== "data" || parity === 0 || disks <= parity) return undefined;
  const data = Math.ceil(blockSize / sector);
  const withParity = data + parity * Math.ceil(data / (disks - parity));
  const sectors = Math.ceil(withParity / (parity + 1)) * (parity + 1);
  return { kind, disks, data, sectors, ideal: (data * disks) / (disks - parity) };
}
