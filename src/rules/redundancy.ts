import type { Vdev } from "../model/cluster.ts";

/** How many devices a vdev can lose and live; undefined: a kind that is not known. */
export function redundancyOf({ kind, devices }: Vdev): number | undefined {
  if (kind === "disk") return 0;
  if (kind === "mirror") return devices.length - 1;
  const parity = /^(?:raidz|draid)([1-3])/.exec(kind)?.[1];
  return parity === undefined ? undefined : Number(parity);
}
