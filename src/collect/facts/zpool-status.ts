import type { Pool, Vdev } from "../../model/cluster.ts";
import { lastScrubOfText } from "./zpool-scan.ts";
import { parsePoolsJson } from "./zpool-status-json.ts";
import { readVdevTree } from "./zpool-status-tree.ts";

/** A vdev under the name other commands give it: `mirror-0`, `sda1`. */
export interface NamedVdev extends Vdev {
  readonly name: string;
}

/** A pool as `zpool status` alone shows it. */
export interface StatusPool extends Omit<Pool, "vdevs"> {
  readonly vdevs: readonly NamedVdev[];
}

/** `zpool status` (best with -LP), or `zpool status -j` of OpenZFS 2.3 and later. */
export function parseZpoolStatus(text: string): readonly StatusPool[] {
  return text.trimStart().startsWith("{") ? parsePoolsJson(text) : fromText(text);
}

function fromText(text: string): readonly StatusPool[] {
  const blocks = text.split(/^ {0,2}pool: /m).slice(1);
  if (blocks.length === 0 && !/^no pools available/m.test(text))
    throw new Error("is not an output of zpool status");
  return blocks.map(poolOf);
}

function poolOf(block: string): StatusPool {
  const lines = block.split(/\r?\n/);
  const name = (lines[0] ?? "").trim();
  const config = lines.indexOf("config:");
  if (config < 0) throw new Error("is cut off");
  const head = lines.slice(1, config);
  const state = /^ {0,2}state: (\S+)/m.exec(head.join("\n"))?.[1];
  if (state === undefined) throw new Error("is not an output of zpool status");
  const status = paragraph(head, "status");
  const errors = paragraph(lines.slice(config + 1), "errors");
  const lastScrub = lastScrubOfText(scansOf(head));
  return {
    name,
    state,
    vdevs: readVdevTree(lines.slice(config + 1), name),
    ...(status === undefined ? {} : { status }),
    ...dataErrorsOf(errors),
    ...(lastScrub === undefined ? {} : { lastScrub }),
  };
}

/** `status:` and the indented lines below it, as one line. */
function paragraph(lines: readonly string[], label: string): string | undefined {
  const start = lines.findIndex((line) => line.trimStart().startsWith(`${label}:`));
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !/^(?:\t| {4,})\S/.test(line));
  const words = [lines[start]?.replace(/^\s*\w+:/, "") ?? "", ...rest.slice(0, end < 0 ? undefined : end)];
  return words.join(" ").replace(/\s+/g, " ").trim();
}

function scansOf(head: readonly string[]): readonly string[] {
  return head.flatMap((line) => /^ {0,2}scan: (.*)$/.exec(line)?.[1] ?? []);
}

/** A user without rights is told nothing, which is no error of the data. */
function dataErrorsOf(errors: string | undefined): { readonly dataErrors?: boolean } {
  if (errors === undefined || /^List of errors unavailable/.test(errors)) return {};
  return { dataErrors: errors !== "No known data errors" };
}
