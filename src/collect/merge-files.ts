import { type ClusterFile, type ClusterSnapshot, clusterFiles } from "../model/cluster.ts";
import { sameFile } from "./same-text.ts";

type Files = Pick<ClusterSnapshot, "files" | "rendered" | "partial">;

/** A file that a source could not read, or did not look for, leaves what the other says. */
export function mergeFiles(earlier: Files, later: Files, differs: (what: string) => void): Files {
  const files: Partial<Record<ClusterFile, string | null>> = {};
  const rendered: ClusterFile[] = [];
  const partial: ClusterFile[] = [];
  for (const name of clusterFiles) {
    const from = chosen(name, earlier, later, differs);
    const text = from?.files[name];
    if (from === undefined || text === undefined) continue;
    files[name] = text;
    if (from.rendered?.includes(name)) rendered.push(name);
    if (from.partial?.includes(name)) partial.push(name);
  }
  return {
    files,
    ...(rendered.length === 0 ? {} : { rendered }),
    ...(partial.length === 0 ? {} : { partial }),
  };
}

/** The source whose file counts: the later one, unless the earlier has more of the same. */
function chosen(
  name: ClusterFile,
  earlier: Files,
  later: Files,
  differs: (what: string) => void,
): Files | undefined {
  const [before, after] = [earlier.files[name], later.files[name]];
  if (before === undefined) return after === undefined ? undefined : later;
  if (after === undefined) return earlier;
  const isPart = (files: Files): boolean => files.partial?.includes(name) === true;
  if (isPart(later) !== isPart(earlier)) return isPart(later) ? earlier : later;
  if (!sameFile(name, before, after)) {
    differs(name);
    return later;
  }
  return earlier.rendered?.includes(name) === true ? later : earlier;
}
