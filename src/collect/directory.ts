import { basename, join, resolve } from "node:path";
import {
  type ClusterFile,
  type ClusterSnapshot,
  clusterFiles,
  type UnreadableFile,
} from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import { readNodeFacts } from "./facts/node-facts.ts";
import { list } from "./folder.ts";
import { readBareFolder, readNodeFolders } from "./guest-files.ts";
import { clusterFileLimit, readTextWithin } from "./read-text.ts";

export type SnapshotParts = Omit<ClusterSnapshot, "schema" | "takenAt" | "tool" | "sources">;

/** A folder that holds a copy of /etc/pve, or a bare folder of <vmid>.conf files with storage.cfg. */
export function readDirectory(path: string): SnapshotParts {
  const unreadable: UnreadableFile[] = [];
  const root = rootOf(path);
  const top = list(path);
  if (top.failed !== undefined)
    throw new Failure("unreadable-source", `${path} ${top.failed}`, "give a folder that can be read");
  const whole = list(join(root, "nodes")).folders.length > 0;
  const found = whole ? readNodeFolders(root, unreadable) : readBareFolder(root, unreadable);
  const nodes = found.nodes.map((name) =>
    readNodeFacts(name, join(root, "facts", name), `facts/${name}`, unreadable),
  );
  if (whole)
    for (const name of list(join(root, "facts")).folders)
      if (!found.nodes.includes(name))
        unreadable.push({ path: `facts/${name}`, reason: "is of a node that nodes/ does not list" });
  const files = readClusterFiles(root, whole, unreadable);
  const isEmptyCluster = whole && unreadable.length === 0 && typeof files["storage.cfg"] === "string";
  if (found.guests.length === 0 && !isEmptyCluster) throw nothingThere(path, unreadable);
  return {
    folder: basename(resolve(path)),
    nodesComplete: whole,
    nodes,
    guests: found.guests,
    containers: found.containers,
    files,
    unreadable,
  };
}

/** `backup/etc/pve` is found from `backup` too: that is how most copies are laid out. */
function rootOf(path: string): string {
  const inside = join(path, "etc", "pve");
  return list(join(path, "nodes")).folders.length === 0 && list(inside).folders.length > 0 ? inside : path;
}

function nothingThere(path: string, unreadable: readonly UnreadableFile[]): Failure {
  const first = unreadable[0];
  const why =
    first === undefined ? "" : ` (${unreadable.length} unreadable, first ${first.path}: ${first.reason})`;
  return new Failure(
    "no-guests",
    `${path} holds no readable guest config${why}`,
    "give a copy of /etc/pve (with nodes/<node>/qemu-server/<vmid>.conf), or a folder of <vmid>.conf files with storage.cfg",
  );
}

/** In a whole copy a file that is not there is one the cluster does not have; a bare folder does not say. */
function readClusterFiles(
  root: string,
  whole: boolean,
  unreadable: UnreadableFile[],
): ClusterSnapshot["files"] {
  const files: Partial<Record<ClusterFile, string | null>> = {};
  for (const name of clusterFiles) {
    const reading = readTextWithin(root, name, clusterFileLimit);
    if (reading.ok) files[name] = reading.text;
    else if (reading.reason !== "is not there") unreadable.push({ path: name, reason: reading.reason });
    else if (whole) files[name] = null;
  }
  return files;
}
