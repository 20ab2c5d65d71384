import { join } from "node:path";
import type { NodeSnapshot, UnreadableFile } from "../../model/cluster.ts";
import { list } from "../folder.ts";
import { readText } from "../read-text.ts";
import { composeNode } from "./compose.ts";
import { readOutput, type Told } from "./outputs.ts";
import { combined, isRead, type Read } from "./reading.ts";

/** Command outputs are larger than configs: 10,000 zvols with all properties are about 40 MB. */
const outputLimit = 256 * 1024 * 1024;

/** What facts/<node>/ tells of a node: one file per command. A malformed output is named, the others still count. */
export function readNodeFacts(
  name: string,
  folder: string,
  shown: string,
  unreadable: UnreadableFile[],
): NodeSnapshot {
  let told: Told = {};
  const { files, failed } = list(folder);
  if (failed !== undefined) unreadable.push({ path: shown, reason: failed });
  for (const file of files) {
    const path = `${shown}/${file}`;
    const text = readText(join(folder, file), outputLimit);
    const heard = readOutput({ command: commandOf(file), text: text.ok ? text.text : "", source: path });
    const reason = reasonAgainst(text.ok ? undefined : text.reason, heard);
    if (reason !== undefined) unreadable.push({ path, reason });
    if (text.ok && heard !== undefined) told = addTold(told, heard);
  }
  return composeNode(name, told);
}

/** `zpool-status.txt`, `findmnt.json`: the ending says nothing. */
export const commandOf = (file: string): string => file.replace(/\.[^.]*$/, "");

function reasonAgainst(readFailure: string | undefined, heard: Told | undefined): string | undefined {
  if (heard === undefined) return "is no command output this version reads";
  return readFailure ?? failureOf(heard);
}

export function failureOf(told: Told): string | undefined {
  for (const fact of Object.values(told))
    if (typeof fact === "object" && "failed" in fact) return fact.failed;
  return undefined;
}

/** One name for the files of all pools, or of all guests: `zpool-ashift@*.txt`. */
function everyOne<T>(part: Read<T>): Read<T> {
  return { ...part, source: part.source.replace(/@[^/]*(?=\.\w+$)/, "@*") };
}

/** Of two outputs of a command the one that could be read counts, in either order; some come pool by pool or guest by guest. */
export function addTold(told: Told, heard: Told): Told {
  if (isRead(told.agents) && isRead(heard.agents)) {
    const both = { ...told.agents.value, ...heard.agents.value };
    return { ...told, agents: combined(both, [everyOne(told.agents), everyOne(heard.agents)]) };
  }
  if (isRead(told.ashifts) && isRead(heard.ashifts)) {
    const both = [...told.ashifts.value, ...heard.ashifts.value];
    return { ...told, ashifts: combined(both, [everyOne(told.ashifts), everyOne(heard.ashifts)]) };
  }
  return { ...heard, ...told, ...(failureOf(heard) === undefined ? heard : {}) };
}
