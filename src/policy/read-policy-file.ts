import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { isMap, type ParsedNode } from "yaml";
import { defaultPolicy, type Policy } from "../model/policy.ts";
import type { PolicyError } from "../model/policy-error.ts";
import type { ClusterLayer } from "./clusters.ts";
import { anyOwnRule } from "./decisions.ts";
import { type FileLayer, type Layer, layerReader } from "./layer.ts";
import { withLayer } from "./merge.ts";
import type { OwnRuleCompiler } from "./own-rules/read.ts";
import { type Node, written } from "./readers.ts";
import { newReading, type Place, type Reading, report } from "./reading.ts";
import { parseYaml } from "./yaml-text.ts";

/** A file that a policy names, read by whoever may read files. */
type BaseFile = { readonly path: string; readonly text: string } | { readonly failed: string };

export interface PolicyContext {
  /** Ids of the rules there are. */
  readonly rules: readonly string[];
  /** Reads the file that `extends` names, as seen from the file that says so. */
  readonly readBase: (named: string, from: string) => BaseFile;
  /** Makes own rules of what a file says of them; without it, a file that has some is refused. */
  readonly compileRule?: OwnRuleCompiler;
}

/** A file that took part, the one that was asked for first. */
interface PolicySource {
  readonly path: string;
  /** Of its text as UTF-8, in hex. */
  readonly sha256: string;
}

export type PolicyReading =
  | {
      readonly ok: true;
      readonly policy: Policy;
      readonly sources: readonly [PolicySource, ...PolicySource[]];
      /** By the names the files give them; where two files name one, the upper file's. */
      readonly clusters: ReadonlyMap<string, ClusterOfFile>;
    }
  | { readonly ok: false; readonly errors: readonly PolicyError[] };

/** A cluster, where it is named, and the policy that holds in it. */
export interface ClusterOfFile extends Omit<ClusterLayer, "policy"> {
  readonly file: string;
  readonly policy: Policy;
  /** What was said of this cluster only. */
  readonly only: Layer;
}

/** So many files may build on one another. */
const mostFiles = 8;

/** A policy file and those it extends; all that is wrong in one file is told at once. */
export function readPolicyFile(text: string, path: string, context: PolicyContext): PolicyReading {
  return readOn(text, path, context, []);
}

function readOn(text: string, path: string, context: PolicyContext, above: readonly string[]): PolicyReading {
  const reading = newReading(path, text);
  const root = parseYaml(reading);
  const ruleIds = [...context.rules, ...(above.length > 0 ? [anyOwnRule] : ownRuleIds(root))];
  const layer =
    root === null
      ? {}
      : root === undefined
        ? undefined
        : layerReader(ruleIds, context.compileRule)(root, "", reading);
  if (layer === undefined || reading.errors.length > 0) return { ok: false, errors: reading.errors };
  const source: PolicySource = { path, sha256: bytesToHex(sha256(utf8ToBytes(text))) };
  const { extends: extended } = layer;
  if (extended === undefined) {
    const policy = withLayer(defaultPolicy, layer);
    return { ok: true, policy, sources: [source], clusters: clustersOn(policy, layer, path, new Map()) };
  }
  const base = openBase(extended, reading, context, [...above, path]);
  if (base === undefined) return { ok: false, errors: reading.errors };
  const below = readOn(base.text, base.path, context, [...above, path]);
  if (!below.ok) return below;
  const policy = withLayer(below.policy, layer);
  const clusters = clustersOn(policy, layer, path, below.clusters);
  return { ok: true, policy, sources: [source, ...below.sources], clusters };
}

/** Clusters of the file below hold the upper file's policy, too: what it says is under what was said of the cluster. */
function clustersOn(
  policy: Policy,
  { clusters = [] }: FileLayer,
  file: string,
  below: ReadonlyMap<string, ClusterOfFile>,
): ReadonlyMap<string, ClusterOfFile> {
  const own = clusters.map(({ key, value: { policy: only = {}, ...cluster } }) => {
    return [key, { ...cluster, file, only, policy: withLayer(policy, only) }] as const;
  });
  const base = [...below].map(([name, cluster]) => {
    return [name, { ...cluster, policy: withLayer(policy, cluster.only) }] as const;
  });
  return new Map([...base, ...own]);
}

/** The own rules that a file may speak of: its own, or any where another file takes part. */
function ownRuleIds(root: ParsedNode | null | undefined): readonly string[] {
  if (!isMap(root)) return [];
  if (root.has("extends")) return [anyOwnRule];
  const rules = root.get("rules");
  return isMap<Node>(rules) ? rules.items.map(({ key }) => `custom/${written(key)}`) : [];
}

/** The file that is extended; undefined: it cannot be, and why was reported where it is named. */
function openBase(
  { named, place }: { readonly named: string; readonly place: Place },
  reading: Reading,
  { readBase }: PolicyContext,
  files: readonly string[],
): Exclude<BaseFile, { readonly failed: string }> | undefined {
  if (files.length >= mostFiles)
    return report(reading, place, `extends ${named}: ${mostFiles} files at most build on one another`);
  const base = readBase(named, reading.path);
  if ("failed" in base) return report(reading, place, `extends ${named}: ${base.failed}`);
  if (files.includes(base.path))
    return report(reading, place, `extends ${named}, which builds on this file itself`);
  return base;
}
