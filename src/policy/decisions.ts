import { isMap } from "yaml";
import { severities as levels, type Severity } from "../model/outcome.ts";
import type { SeverityOverride, WantedAio } from "../model/policy.ts";
import { defaultThresholds, type FillLevels, type Thresholds } from "../model/thresholds.ts";
import type { PolicyFile } from "./policy-file.ts";
import { entriesOf, number, oneOf, placeOf, type Read } from "./readers.ts";
import { report } from "./reading.ts";
import { record } from "./record.ts";
import { didYouMean } from "./suggestion.ts";

/** The parts of a policy file in which a site decides. */

export const aioOnLvm = oneOf("io_uring", "threads", "leave");

const wanted: Read<WantedAio> = oneOf("io_uring", "native", "threads", "leave");

export const aio = record({
  storages: entriesOf(wanted),
  types: entriesOf(wanted),
  lanes: record<NonNullable<NonNullable<PolicyFile["aio"]>["lanes"]>>({
    shared: wanted,
    replicated: wanted,
    local: wanted,
  }),
});

const percent = number(1, 100);

/** Levels that rise; what is not given keeps its default. */
function fill(defaults: FillLevels): Read<Partial<FillLevels>> {
  const read = record<Partial<FillLevels>>({ warning: percent, error: percent, critical: percent });
  return (node, name, reading) => {
    const given = read(node, name, reading);
    if (given === undefined) return undefined;
    const { warning, error, critical } = { ...defaults, ...given };
    if (warning <= error && error <= critical) return given;
    const all = `warning ${warning}, error ${error}, critical ${critical}`;
    return report(reading, placeOf(node), `${name} has to rise: ${all}; give all three`);
  };
}

export const thresholds = record<NonNullable<PolicyFile["thresholds"]>>({
  poolNearlyFull: fill(defaultThresholds.poolNearlyFull),
  thinPoolFull: fill(defaultThresholds.thinPoolFull),
  storageNearlyFull: fill(defaultThresholds.storageNearlyFull),
  backupPoolFull: percent,
  scrubOverdueDays: number(1, 3650),
  arcFull: percent,
  arcHitRate: percent,
} satisfies { readonly [Name in keyof Thresholds]: unknown });

const level: Read<Severity> = oneOf(...levels);
const byLevel = record<Partial<Record<Severity, Severity>>>({
  critical: level,
  error: level,
  warning: level,
  note: level,
});

const override: Read<SeverityOverride> = (node, name, reading) =>
  isMap(node) ? byLevel(node, name, reading) : level(node, name, reading);

export const severities = (rules: readonly string[]) =>
  entriesOf(override, (rule) => ruleRefused(rule, rules));

/** Stands in a list of rules for every own rule: another file may have it. */
export const anyOwnRule = "custom/*";

/** Why a text is not the id of a rule; undefined: it is one. */
export function ruleRefused(rule: string, rules: readonly string[]): string | undefined {
  if (rules.includes(rule)) return undefined;
  if (rules.includes(anyOwnRule) && /^custom\/./.test(rule)) return undefined;
  const whole = rules.find((id) => id.endsWith(`/${rule}`));
  return whole === undefined
    ? `no rule has this id${didYouMean(rule, rules)}`
    : `no rule has this id; did you mean ${whole}?`;
}
