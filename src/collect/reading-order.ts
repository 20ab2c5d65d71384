import type { ClusterSnapshot } from "../model/cluster.ts";

/**
 * Files in the order in which they were read from the cluster, as far as they say when: an old file that is given last
 * must not hide what a newer one says. What does not say it keeps its place. `now`: what stands where no time was told.
 */
export function inReadingOrder(files: readonly ClusterSnapshot[], now: string): readonly ClusterSnapshot[] {
  const saysWhen = (file: ClusterSnapshot): boolean => isDated(file, now);
  const dated = files.filter(saysWhen).sort((one, other) => timeOf(one) - timeOf(other));
  let next = 0;
  return files.map((file) => (saysWhen(file) ? (dated[next++] ?? file) : file));
}

const timeOf = ({ takenAt }: ClusterSnapshot): number => Date.parse(takenAt);

/** A copy and pasted text were made some time before they are looked at; so was a bundle of them. */
const isDated = (file: ClusterSnapshot, now: string): boolean =>
  file.takenAt !== now &&
  !Number.isNaN(timeOf(file)) &&
  file.sources.every(({ kind }) => kind !== "directory" && kind !== "pasted");
