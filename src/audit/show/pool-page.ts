import type { Finding } from "../../model/audit-report.ts";
import type { PoolPage } from "../../model/place-page.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedPool } from "../../model/resolved-pool.ts";
import { propertyOf } from "../../rules/pool-datasets.ts";
import { autotrimOf, periodicTrim, periodicTrimOf, trimPlan } from "../../rules/trim.ts";
import { missingAmong } from "../../rules/unknowns.ts";
import { diskBelow } from "./page-disk.ts";
import { guestsOn } from "./page-guests.ts";

/** What is known of one pool of one node. */
export function poolPage(pool: ResolvedPool, findings: readonly Finding[], policy: Policy): PoolPage {
  const { name, node, facts, medium, storages, volumes, datasets } = pool;
  const read = facts.known ? facts.value : undefined;
  const plan = trimPlan(pool);
  const isSettled = plan.covering.length > 0 || plan.missing.length === 0;
  return {
    name,
    node: node.name,
    state: read?.state ?? null,
    status: read?.status ?? null,
    dataErrors: read?.dataErrors ?? null,
    size: read?.size ?? null,
    capacity: read?.capacity ?? null,
    lastScrub: read?.lastScrub === null ? "never" : (read?.lastScrub ?? null),
    medium: medium.known ? medium.value : "unknown",
    vdevs: (read?.vdevs ?? []).map(({ role, kind, devices, ashift }) => ({
      role,
      kind,
      ashift: ashift ?? null,
      disks: devices.map((path) => diskBelow(path, node, policy)),
    })),
    properties: propertiesOf(pool),
    trim: isSettled ? plan.covering.map(({ kind, source }) => ({ kind, source })) : null,
    storages: storages.map(({ entry }) => entry.id),
    guests: guestsOn(volumes, findings),
    missing: missingAmong(facts, datasets, node.blockDevices, node.trimSchedules) ?? [],
  };
}

const shownProperties = ["compression", "recordsize", "sync", "logbias"] as const;

function propertiesOf(pool: ResolvedPool): PoolPage["properties"] {
  const autotrim = autotrimOf(pool);
  const periodic = periodicTrimOf(pool);
  const ofRoot = shownProperties.map((key) => {
    const value = propertyOf(pool, pool.name, key);
    return [key, value.known ? value.value.value : null] as const;
  });
  return {
    autotrim: autotrim.known ? (autotrim.value ? "on" : "off") : null,
    [periodicTrim]: periodic.known ? periodic.value : null,
    ...Object.fromEntries(ofRoot),
  };
}
