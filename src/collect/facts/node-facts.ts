import { join } from "node:path";
import type { NodeSnapshot, Reading, UnreadableFile } from "../../model/cluster.ts";
import { list } from "../folder.ts";
import { readText } from "../read-text.ts";
import { parseFindmnt } from "./findmnt.ts";
import { parseLsblk } from "./lsblk.ts";
import { parsePveversion } from "./pveversion.ts";
import { parseZfsGet } from "./zfs-get.ts";

/** Command outputs are larger than configs: 10,000 zvols with all properties are about 40 MB. */
const outputLimit = 256 * 1024 * 1024;

/** The output of each command that is read, by file name without its ending; what the file is, its content says. */
const parsers: Readonly<Record<string, (text: string, source: string) => Partial<NodeSnapshot>>> = {
  pveversion: (text, source) => ({ packages: reading(() => parsePveversion(text), source) }),
  uname: (text, source) => ({ kernel: reading(() => oneWord(text), source) }),
  findmnt: (text, source) => ({ mounts: reading(() => parseFindmnt(text), source) }),
  lsblk: (text, source) => ({ blockDevices: reading(() => parseLsblk(text), source) }),
  "zfs-get": (text, source) => ({ datasets: reading(() => parseZfsGet(text), source) }),
};

/** What facts/<node>/ tells of a node: one file per command. A malformed output is named, the others still count. */
export function readNodeFacts(name: string, folder: string, shown: string, unreadable: UnreadableFile[]): NodeSnapshot {
  let node: NodeSnapshot = { name };
  for (const file of list(folder).files) {
    const parse = parsers[file.replace(/\.[^.]*$/, "")];
    const path = `${shown}/${file}`;
    if (parse === undefined) {
      unreadable.push({ path, reason: "is no command output this version reads" });
      continue;
    }
    const text = readText(join(folder, file), outputLimit);
    const facts = text.ok ? parse(text.text, path) : {};
    const reason = text.ok ? failureOf(facts) : text.reason;
    if (reason !== undefined) unreadable.push({ path, reason });
    node = { ...node, ...facts };
  }
  return node;
}

function reading<T>(parse: () => T, source: string): Reading<T> {
  try {
    return { value: parse(), source };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error), source };
  }
}

function failureOf(facts: Partial<NodeSnapshot>): string | undefined {
  for (const fact of Object.values(facts)) if (typeof fact === "object" && "failed" in fact) return fact.failed;
  return undefined;
}

function oneWord(text: string): string {
  const word = text.trim();
  if (!/^\S+$/.test(word)) throw new Error("is not one kernel release");
  return word;
}
