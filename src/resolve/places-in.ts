import type { ClusterFile, ClusterSnapshot } from "../model/cluster.ts";

/** `storage.cfg:9`; without the line where the text is not the file's own. */
export function placesIn(snapshot: ClusterSnapshot, file: ClusterFile): (line: number) => string {
  const exact = snapshot.rendered?.includes(file) !== true;
  return (line) => (exact ? `${file}:${line}` : file);
}
