import { aio, aioOnLvm, severities, thresholds } from "./decisions.ts";
import { disks, drives, guests, nodes, pbs, storages, tags } from "./declarations.ts";
import { type OwnRuleCompiler, ownRules } from "./own-rules/read.ts";
import type { PolicyFile } from "./policy-file.ts";
import { placeOf, type Read, text } from "./readers.ts";
import type { Place } from "./reading.ts";
import { record } from "./record.ts";
import { waivers } from "./waivers.ts";

type Fields = ReturnType<typeof shape>;
type Value<R> = R extends Read<infer T> ? T : never;

/** What one policy file says. */
export type Layer = { readonly [K in keyof Fields]?: Value<Fields[K]> };

/** The file that is built on, and where that is said. */
const extended: Read<{ readonly named: string; readonly place: Place }> = (node, name, reading) => {
  const named = text(node, name, reading);
  return named === undefined ? undefined : { named, place: placeOf(node) };
};

/** The keys of a policy file, each with its reader: the same keys as `PolicyFile`, which the JSON Schema comes from. */
function shape(ruleIds: readonly string[], compiler: OwnRuleCompiler | undefined) {
  return {
    extends: extended,
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
  } satisfies { readonly [K in keyof PolicyFile]-?: Read<unknown> };
}

export function layerReader(ruleIds: readonly string[], compiler: OwnRuleCompiler | undefined): Read<Layer> {
  return record<Layer>(shape(ruleIds, compiler));
}
