import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import { type Command, Option } from "commander";
import {
  Failure,
  jsonChunks,
  type Plan,
  planCluster,
  resolve,
  type Severity,
  severities,
  terminalPlan,
} from "../index.ts";
import {
  chooseOption,
  formatOption,
  policyOption,
  type StyleOptions,
  sourceOptions,
  styleOptions,
} from "./options.ts";
import { type PolicyOptions, readPolicy } from "./policy-source.ts";
import { guestChoice, ruleChoice } from "./selection.ts";
import { readSource, type SourceOptions, sourceWords } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";
import { tool } from "./version.ts";
import { writeWhole } from "./write-whole.ts";

interface PlanOptions extends SourceOptions, PolicyOptions, StyleOptions {
  readonly guest: readonly string[];
  readonly rule: readonly string[];
  readonly severity?: Severity;
  readonly safeOnly?: boolean;
  readonly output?: string;
  readonly format: "terminal" | "json";
  readonly verbose?: boolean;
}

export function addPlan(program: Command, streams: Streams): void {
  const command = program
    .command("plan")
    .description(
      "the changes that would clear the findings, in order, with what they bring; writes nothing to the cluster",
    );
  chooseOption(command)
    .addOption(new Option("--severity <severity>", "only findings at or above it").choices([...severities]))
    .option("--safe-only", "no step that somebody should look at first")
    .addOption(new Option("-o, --output <file>", "write the plan, for apply; - for standard output"))
    .option("-v, --verbose", "every manual step, also where one stands for many");
  styleOptions(formatOption(policyOption(sourceOptions(command)))).action((options: PlanOptions) =>
    runPlan(options, streams),
  );
}

async function runPlan(options: PlanOptions, streams: Streams): Promise<void> {
  const { output, format, verbose = false } = options;
  const file = output === undefined || output === "-" ? undefined : resolvePath(streams.folder, output);
  if (file !== undefined) checkReplaceable(file, output ?? file);
  const plan = await planSource(options, streams);
  const json = [...jsonChunks(plan)].join("");
  if (file !== undefined) await writeWhole(file, json);
  if (output === "-" || format === "json") streams.out(json);
  else
    streams.out(terminalPlan(plan, styleOf(options, streams), { verbose, next: nextLines(plan, options) }));
  streams.exit(0);
}

async function planSource(options: PlanOptions, streams: Streams): Promise<Plan> {
  const inForce = await readPolicy(options, streams);
  const rules = ruleChoice(options.rule, inForce.policy);
  const snapshot = await readSource(options, streams);
  const guests =
    options.guest.length === 0
      ? undefined
      : guestChoice(options.guest, resolve(snapshot, inForce.policy).guests);
  return planCluster(
    snapshot,
    {
      tool,
      generatedAt: streams.now(),
      ...inForce,
      sources: [],
      ...(guests === undefined ? {} : { guests }),
      ...(rules === undefined ? {} : { rules }),
    },
    {
      safeOnly: options.safeOnly === true,
      ...(options.severity === undefined ? {} : { severity: options.severity }),
    },
  );
}

/** An older plan may be replaced; anything else was meant to stay. */
function checkReplaceable(file: string, shown: string): void {
  if (!existsSync(file)) return;
  const start = startOf(file);
  if (!start.includes('"lanekeeper/plan/1"'))
    throw new Failure(
      "not-a-plan",
      `${shown} is there and is no plan, so it is not replaced`,
      "give another --output, or - for standard output",
    );
}

function startOf(file: string): string {
  try {
    // a device would be read without an end, and a pipe waits for somebody to write
    if (!statSync(file).isFile()) return "";
    const start = Buffer.alloc(200);
    const handle = openSync(file, "r");
    try {
      return start.toString("utf8", 0, readSync(handle, start));
    } finally {
      closeSync(handle);
    }
  } catch {
    return ""; // unreadable: no plan either way
  }
}

function nextLines({ steps, hostSteps }: Plan, options: PlanOptions): readonly string[] {
  const { output, demo } = options;
  const written = output === undefined ? [] : [`Wrote ${output}.`];
  if (steps.length + hostSteps.length === 0 || (demo === true && output !== undefined)) return written;
  if (output !== undefined) return [...written, `Next: lanekeeper apply ${output}`];
  const words = ["lanekeeper plan", sourceWords(options), ...choiceWords(options), "-o plan.json"];
  const next = words.filter((word) => word !== undefined).join(" ");
  return [`Next: ${next}`, ...(demo === true ? [] : ["then: lanekeeper apply plan.json"])];
}

/** The same choice again: without it the written plan would be another one. */
function choiceWords({ policy, guest, rule, severity, safeOnly }: PlanOptions): readonly string[] {
  const word = (flag: string, value: string): string =>
    `${flag} ${/^[\w./:,@-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`}`;
  return [
    ...(policy === undefined ? [] : [word("--policy", policy)]),
    ...guest.map((value) => word("--guest", value)),
    ...rule.map((value) => word("--rule", value)),
    ...(severity === undefined ? [] : [`--severity ${severity}`]),
    ...(safeOnly === true ? ["--safe-only"] : []),
  ];
}
