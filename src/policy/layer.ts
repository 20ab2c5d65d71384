import { type ClusterLayer, clusters } from "./clusters.ts";
import { aio, aioOnLvm, anyOwnRule, severities, thresholds } from "./decisions.ts";
import { disks, drives, guests, nodes, pbs, storages, tags } from "./declarations.ts";
import { type OwnRuleCompiler, ownRules } from "./own-rules/read.ts";
import type { PolicyFile, PolicyKeys } from "./policy-file.ts";
import { type Entry, placeOf, type Read, text } from "./readers.ts";
import type { Place } from "./reading.ts";
import { record } from "./record.ts";
import { waivers } from "./waivers.ts";

type Fields = ReturnType<typeof shape>;
type Value<R> = R extends Read<infer T> ? T : never;

/** What one policy file says of every cluster, or of one. */
export type Layer = { readonly [K in keyof Fields]?: Value<Fields[K]> };

/** What stands in one policy file. */
export interface FileLayer extends Layer {
  readonly extends?: Extended;
  readonly clusters?: readonly Entry<ClusterLayer>[];
}

interface Extended {
  readonly named: string;
  readonly place: Place;
}

/** The file that is built on, and where that is said. */
const extended: Read<Extended> = (node, name, reading) => {
  const named = text(node, name, reading);
  return named === undefined ? undefined : { named, place: placeOf(node) };
};

/** The keys of a policy, each with its reader. */
function shape(ruleIds: readonly string[], compiler: OwnRuleCompiler | undefined) {
  return {
    aioOnLvm,
    aio,
    tags,
    guests,
    drives,
    storages,
    disks,
    nodes,
    pbs,
    thresholds,
    severities: severities(ruleIds),
    waivers: waivers(ruleIds.filter((rule) => !rule.startsWith("policy/"))),
    rules: ownRules(compiler),
  } satisfies { readonly [K in keyof PolicyKeys]-?: Read<unknown> };
}

/** The same keys as `PolicyFile`, which the JSON Schema comes from. */
export function layerReader(
  ruleIds: readonly string[],
  compiler: OwnRuleCompiler | undefined,
): Read<FileLayer> {
  const ofOneCluster = record<Layer>(shape([...ruleIds, anyOwnRule], compiler));
  return record<FileLayer>({
    extends: extended,
    ...shape(ruleIds, compiler),
    clusters: clusters(ofOneCluster),
  } satisfies { readonly [K in keyof PolicyFile]-?: Read<unknown> });
}
