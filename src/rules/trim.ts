import type { TrimSchedule } from "../model/cluster.ts";
import { type Fact, known, type Missing, unknown } from "../model/fact.ts";
import { missingDataset, missingPoolProperty } from "../model/missing.ts";
import type { ResolvedPool } from "../model/resolved-pool.ts";
import { propertyOf } from "./pool-datasets.ts";
import { diskOf } from "./pool-disks.ts";
import { missingAmong } from "./unknowns.ts";

/** Who trims a pool, shared by pool/trim-never-runs and pool/trim-twice. */

/** Debian's switch for its job: a user property of the pool's root dataset. */
export const periodicTrim = "org.debian:periodic-trim";

export interface TrimPlan {
  /** Schedules that surely trim this pool. */
  readonly covering: readonly TrimSchedule[];
  /** What is not known of others. */
  readonly missing: readonly Missing[];
}

export function trimPlan(pool: ResolvedPool): TrimPlan {
  const { trimSchedules } = pool.node;
  if (!trimSchedules.known) return { covering: [], missing: trimSchedules.missing };
  const covering: TrimSchedule[] = [];
  const missing: Missing[] = [];
  for (const schedule of trimSchedules.value) {
    const covers = coversPool(schedule, pool);
    if (!covers.known) missing.push(...covers.missing);
    else if (covers.value) covering.push(schedule);
  }
  return { covering, missing };
}

function coversPool({ pool, debianJob, kind }: TrimSchedule, subject: ResolvedPool): Fact<boolean> {
  if (pool !== null && pool !== subject.name) return known(false, kind);
  return debianJob ? debianJobTrims(subject) : known(true, kind);
}

/** Debian's job trims what is set to `enable`, and by itself only pools made of NVMe devices alone. */
function debianJobTrims(pool: ResolvedPool): Fact<boolean> {
  const choice = periodicTrimOf(pool);
  if (!choice.known) return choice;
  if (choice.value === "enable") return choice.known ? known(true, choice.source) : choice;
  if (choice.value !== "auto" && choice.value !== "-") return known(false, choice.source);
  return isNvmeOnly(pool);
}

/** `-` where nobody set it; unknown where zfs get was not asked for it. */
export function periodicTrimOf(pool: ResolvedPool): Fact<string> {
  const { datasets, node, name } = pool;
  const property = propertyOf(pool, name, periodicTrim);
  if (property.known) return known(property.value.value, property.source);
  // `zfs get all` shows a user property only where it is set; `creation` tells that all were asked for.
  const root = datasets.known ? datasets.value.find((dataset) => dataset.name === name) : undefined;
  return datasets.known && root?.properties["creation"] !== undefined
    ? known("-", datasets.source)
    : unknown(missingDataset(node.name, name, periodicTrim));
}

function isNvmeOnly({ facts, node }: ResolvedPool): Fact<boolean> {
  if (!facts.known) return facts;
  const nvme = facts.value.vdevs
    .flatMap(({ devices }) => devices)
    .map((path): Fact<boolean> => {
      if (/^\/dev\/(?!disk\/|mapper\/)/.test(path)) return known(path.startsWith("/dev/nvme"), facts.source);
      const disk = diskOf(node, path);
      return disk.known ? known(disk.value.name.startsWith("nvme"), disk.source) : disk;
    });
  if (nvme.some((one) => one.known && !one.value)) return known(false, facts.source);
  const missing = missingAmong(...nvme);
  return missing === undefined ? known(nvme.length > 0, facts.source) : unknown(...missing);
}

export function autotrimOf({ facts, node, name }: ResolvedPool): Fact<boolean> {
  const autotrim = facts.known ? facts.value.properties?.["autotrim"] : undefined;
  return autotrim === undefined || !facts.known
    ? unknown(missingPoolProperty(node.name, name, "autotrim"))
    : known(autotrim === "on", facts.source);
}
