import type { Declared, Policy, Waiver } from "../model/policy.ts";
import type { AnyOwnRule } from "../model/rule.ts";
import type { Layer } from "./layer.ts";
import type { Entry } from "./readers.ts";
import { waiverKey } from "./waivers.ts";

/** A policy with a file on top of it: what the file says wins, entry by entry. */
export function withLayer(base: Policy, layer: Layer): Policy {
  const { aio, thresholds = {} } = layer;
  const merged = base.thresholds;
  return {
    aioOnLvm: layer.aioOnLvm ?? base.aioOnLvm,
    aio: {
      storages: { ...base.aio.storages, ...tableOf(aio?.storages) },
      types: { ...base.aio.types, ...tableOf(aio?.types) },
      lanes: { ...base.aio.lanes, ...aio?.lanes },
    },
    tags: { ...base.tags, ...tableOf(layer.tags) },
    guests: declared(base.guests, layer.guests),
    drives: declared(base.drives, layer.drives),
    storages: mergedTable(base.storages, layer.storages),
    disks: declared(base.disks, layer.disks),
    nodes: mergedTable(base.nodes, layer.nodes),
    pbs: layer.pbs ?? base.pbs,
    thresholds: {
      ...merged,
      ...thresholds,
      poolNearlyFull: { ...merged.poolNearlyFull, ...thresholds.poolNearlyFull },
      thinPoolFull: { ...merged.thinPoolFull, ...thresholds.thinPoolFull },
      storageNearlyFull: { ...merged.storageNearlyFull, ...thresholds.storageNearlyFull },
    },
    severities: { ...base.severities, ...tableOf(layer.severities) },
    waivers: mergedWaivers(base.waivers, layer.waivers),
    ownRules: mergedRules(base.ownRules, layer.rules),
  };
}

type Entries<T> = readonly Entry<T>[] | undefined;

function tableOf<T>(entries: Entries<T>): Readonly<Record<string, T>> {
  return Object.fromEntries((entries ?? []).map(({ key, value }) => [key, value]));
}

/** What is said of one thing in two files adds up, and the upper file wins where both say it. */
function mergedTable<T extends object>(
  base: Readonly<Record<string, T>>,
  entries: Entries<T>,
): Readonly<Record<string, T>> {
  const table = new Map(Object.entries(base));
  for (const { key, value } of entries ?? []) table.set(key, { ...table.get(key), ...value });
  return Object.fromEntries(table);
}

/** The upper file's word for the same pattern stands instead of the base's. */
function declared<T>(base: readonly Declared<T>[], entries: Entries<T>): readonly Declared<T>[] {
  const own = (entries ?? []).map(({ key, value, source }) => ({ match: key, value, source }));
  const patterns = new Set(own.map(({ match }) => match));
  return [...base.filter(({ match }) => !patterns.has(match)), ...own];
}

/** A rule of the same name replaces the base's, in its place. */
function mergedRules(base: readonly AnyOwnRule[], entries: Entries<AnyOwnRule>): readonly AnyOwnRule[] {
  const rules = new Map(base.map((rule) => [rule.id, rule]));
  for (const { value } of entries ?? []) rules.set(value.id, value);
  return [...rules.values()];
}

function mergedWaivers(base: readonly Waiver[], own: readonly Waiver[] = []): readonly Waiver[] {
  const renewed = new Set(own.map(waiverKey));
  return [...base.filter((waiver) => !renewed.has(waiverKey(waiver))), ...own];
}
