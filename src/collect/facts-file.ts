import {
  type ClusterFile,
  type ClusterSnapshot,
  clusterFiles,
  type UnreadableFile,
} from "../model/cluster.ts";
import { isDnsName } from "../model/syntax/text-formats.ts";
import type { SnapshotParts } from "./directory.ts";
import { readNodeRecords } from "./facts/node-records.ts";
import { configCounts, restoreUnchanged } from "./facts-counts.ts";
import type { FactsRecord, FactsRun } from "./facts-records.ts";
import { byNumber } from "./folder.ts";
import { addGuest, type Found, vmidOf } from "./guest-files.ts";
import { clusterFileLimit, decode, type TextReading } from "./read-text.ts";
import type { Since } from "./since.ts";

const pve = "etc/pve/";

/**
 * What one run of the facts script told: the whole cluster's configs, and the facts of the node it ran on. Configs that
 * the node said are the same come from `since`.
 */
export function readFactsRun(run: FactsRun, since?: Since): SnapshotParts {
  const unreadable: UnreadableFile[] = [];
  const records = run.complete ? run.records : withoutLast(run, unreadable);
  const tree = treeOf(records);
  const found: Found = { guests: new Map(), containers: [], unreadable };
  // in the order of a folder: a shell sorts 1903 before 302
  for (const record of [...records].sort((a, b) => byNumber(a.file, b.file))) readGuestRecord(record, found);
  const counts = configCounts(records);
  restoreUnchanged(records, counts, since, found);
  nameUnread(run, tree, records, found);
  const names = tree?.nodes ?? [];
  if (tree !== undefined && !names.includes(run.node))
    unreadable.push({ path: `facts/${run.node}`, reason: "is of a node that nodes/ does not list" });
  for (const { vmid, node } of tree?.containers ?? []) found.containers.push({ vmid, node });
  const shown = tree === undefined ? [run.node] : names;
  const outputs = records.filter(({ file }) => !file.startsWith(pve));
  return {
    nodesComplete: tree !== undefined,
    nodes: shown.map((name) =>
      name === run.node ? readNodeRecords(name, outputs, unreadable, run.takenAt) : { name },
    ),
    guests: counts.onto([...found.guests.values()].sort((a, b) => byNumber(a.path, b.path))),
    containers: found.containers,
    files: filesOf(records, unreadable),
    unreadable,
  };
}

function withoutLast({ node, records }: FactsRun, unreadable: UnreadableFile[]): readonly FactsRecord[] {
  const last = records.at(-1)?.file;
  const path = last === undefined ? `facts/${node}` : pathOf(last, node);
  unreadable.push({ path, reason: "is cut off" });
  return records.slice(0, -1);
}

const pathOf = (file: string, node: string): string =>
  file.startsWith(pve) ? file.slice(pve.length) : `facts/${node}/${file}`;

interface Tree {
  readonly nodes: readonly string[];
  readonly containers: ClusterSnapshot["containers"];
  /** `nodes/pve1/qemu-server/201.conf` */
  readonly guests: readonly string[];
}

/** `nodes/pve1` and `nodes/pve1/lxc/501.conf`; undefined: the one who asked may not list /etc/pve. */
function treeOf(records: readonly FactsRecord[]): Tree | undefined {
  const record = records.find(({ file, exit }) => file === `${pve}tree` && exit === 0);
  const text = record === undefined ? undefined : decode(record.body);
  if (text?.ok !== true) return undefined;
  const lines = text.text.split(/\r?\n/).sort(byNumber);
  const nodes = lines.flatMap((line) => /^nodes\/([^/]+)$/.exec(line)?.[1] ?? []).filter(isDnsName);
  const containers = lines.flatMap((line) => {
    const node = /^nodes\/([^/]+)\/lxc\//.exec(line)?.[1];
    const vmid = vmidOf(line);
    return node === undefined || vmid === undefined || !isDnsName(node) ? [] : [{ vmid, node }];
  });
  const guests = lines.filter((line) => /^nodes\/[^/]+\/qemu-server\//.test(line));
  return nodes.length === 0 ? undefined : { nodes, containers, guests };
}

/** Every config that was listed is read, named, or named here: a guest must not be missing without a word. */
function nameUnread(
  { complete }: FactsRun,
  tree: Tree | undefined,
  records: readonly FactsRecord[],
  { guests, unreadable }: Found,
): void {
  const printed = new Set(records.map(({ file }) => file));
  const read = new Set([...guests.values()].map(({ path }) => path));
  const named = new Set(unreadable.map(({ path }) => path));
  const reason = complete ? "was not printed" : "was not read: the output is cut off";
  for (const path of tree?.guests ?? [])
    if (!printed.has(pve + path) && !read.has(path) && !named.has(path)) unreadable.push({ path, reason });
}

function readGuestRecord(record: FactsRecord, found: Found): void {
  const path = record.file.slice(pve.length);
  const node = /^nodes\/([^/]+)\/qemu-server\/[^/]+\.conf$/.exec(path)?.[1];
  if (!record.file.startsWith(pve) || node === undefined || !isDnsName(node)) return;
  addGuest(path, node, () => textOf(record), found);
}

function textOf({ body, exit }: FactsRecord): TextReading {
  if (exit !== 0) return { ok: false, reason: `exit code ${exit}` };
  if (body.length > clusterFileLimit)
    return { ok: false, reason: `${body.length} bytes; at most ${clusterFileLimit} are read` };
  return decode(body);
}

function filesOf(records: readonly FactsRecord[], unreadable: UnreadableFile[]): ClusterSnapshot["files"] {
  const files: Partial<Record<ClusterFile, string | null>> = {};
  const byFile = new Map(records.map((record) => [record.file, record]));
  for (const name of clusterFiles) {
    const record = byFile.get(pve + name);
    if (record === undefined) continue;
    if (record.exit === 1 && record.command.startsWith("test -e ")) {
      files[name] = null;
      continue;
    }
    const text = textOf(record);
    if (text.ok) files[name] = text.text;
    else unreadable.push({ path: name, reason: text.reason });
  }
  return files;
}
