import { join } from "node:path";
import type { NodeSnapshot, Reading, UnreadableFile } from "../../model/cluster.ts";
import { list } from "../folder.ts";
import { readText } from "../read-text.ts";
import { parseFindmnt } from "./findmnt.ts";
import { parseLsblk } from "./lsblk.ts";
import { parsePveversion } from "./pveversion.ts";
import { parseZfsGet } from "./zfs-get.ts";
import { parseZpoolStatus } from "./zpool-status.ts";

/** Command outputs are larger than configs: 10,000 zvols with all properties are about 40 MB. */
const outputLimit = 256 * 1024 * 1024;

type Parse = (text: string, source: string) => Partial<NodeSnapshot>;

/** The output of each command that is read, by file name without its ending; what the file is, its content says. */
const parsers: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ["pveversion", (text, source) => ({ packages: reading(() => parsePveversion(text), source) })],
  ["uname", (text, source) => ({ kernel: reading(() => oneWord(text), source) })],
  ["findmnt", (text, source) => ({ mounts: reading(() => parseFindmnt(text), source) })],
  ["lsblk", (text, source) => ({ blockDevices: reading(() => parseLsblk(text), source) })],
  ["zpool-status", (text, source) => ({ pools: reading(() => parseZpoolStatus(text), source) })],
  ["zfs-get", (text, source) => ({ datasets: reading(() => parseZfsGet(text), source) })],
]);

/** What facts/<node>/ tells of a node: one file per command. A malformed output is named, the others still count. */
export function readNodeFacts(
  name: string,
  folder: string,
  shown: string,
  unreadable: UnreadableFile[],
): NodeSnapshot {
  let node: NodeSnapshot = { name };
  const { files, failed } = list(folder);
  if (failed !== undefined) unreadable.push({ path: shown, reason: failed });
  for (const file of files) {
    const parse = parsers.get(file.replace(/\.[^.]*$/, ""));
    const path = `${shown}/${file}`;
    if (parse === undefined) {
      unreadable.push({ path, reason: "is no command output this version reads" });
      continue;
    }
    const text = readText(join(folder, file), outputLimit);
    const facts = text.ok ? parse(text.text, path) : {};
    const reason = text.ok ? failureOf(facts) : text.reason;
    if (reason !== undefined) unreadable.push({ path, reason });
    node = { ...facts, ...node, ...readFacts(facts) };
  }
  return node;
}

/** Of two outputs of a command the one that could be read counts, in either order. */
function readFacts(facts: Partial<NodeSnapshot>): Partial<NodeSnapshot> {
  return failureOf(facts) === undefined ? facts : {};
}

function reading<T>(parse: () => T, source: string): Reading<T> {
  try {
    return { value: parse(), source };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error), source };
  }
}

function failureOf(facts: Partial<NodeSnapshot>): string | undefined {
  for (const fact of Object.values(facts))
    if (typeof fact === "object" && "failed" in fact) return fact.failed;
  return undefined;
}

function oneWord(text: string): string {
  const word = text.trim();
  if (!/^\d+\.\d+\S*$/.test(word)) throw new Error("is not one kernel release");
  return word;
}
