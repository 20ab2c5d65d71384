import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type AuditReport,
  audit,
  jsonChunks,
  reaches,
  resolve,
  type Severity,
  severities,
  terminalAudit,
} from "../index.ts";
import { formatOption, type StyleOptions, sourceOptions, styleOptions } from "./options.ts";
import { guestChoice, ruleChoice } from "./selection.ts";
import { readSource, type SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";
import { tool } from "./version.ts";

interface AuditCommandOptions extends SourceOptions, StyleOptions {
  readonly format: "terminal" | "json";
  readonly failOn: Severity;
  readonly requireCoverage?: number;
  readonly guest: readonly string[];
  readonly rule: readonly string[];
  readonly show?: "note";
  readonly summary?: boolean;
  readonly verbose?: boolean;
}

export function addAudit(program: Command, streams: Streams): void {
  const command = program
    .command("audit")
    .description("what is in force on every drive, what breaks the policy, and what to do")
    .addOption(
      new Option("--fail-on <severity>", "exit 1 at or above it").choices([...severities]).default("error"),
    )
    .option("--require-coverage <percent>", "exit 1 when fewer of the due judgements were made", percent)
    .option("--guest <guest>", "only these guests: ids, names, globs; ! leaves out (repeatable)", append, [])
    .option(
      "--rule <rule>",
      "only these rules: ids, short names, globs; ! leaves out (repeatable)",
      append,
      [],
    )
    .addOption(new Option("--show <severity>", "list the notes too").choices(["note"]))
    .option("--summary", "one line for the cluster")
    .option("-v, --verbose", "evidence and risks under each finding");
  styleOptions(formatOption(sourceOptions(command))).action((options: AuditCommandOptions) =>
    runAudit(options, streams),
  );
}

async function runAudit(options: AuditCommandOptions, streams: Streams): Promise<void> {
  const report = await auditSource(options, streams);
  if (options.format === "json") await writeChunks(jsonChunks(report), streams);
  else {
    const { show, summary = false, verbose = false, rule } = options;
    streams.out(
      terminalAudit(report, styleOf(options, streams), {
        // Whoever asks for one rule wants every place of it, notes too.
        showNotes: show === "note" || rule.length > 0,
        unfold: rule.length > 0,
        summary,
        verbose,
      }),
    );
  }
  streams.exit(exitCode(report, options));
}

type Choice = Partial<Pick<AuditCommandOptions, "guest" | "rule">>;

export async function auditSource(options: SourceOptions & Choice, streams: Streams): Promise<AuditReport> {
  const rules = ruleChoice(options.rule ?? []);
  const snapshot = await readSource(options, streams);
  const cluster = resolve(snapshot);
  const guests = guestChoice(options.guest ?? [], cluster.guests);
  return audit(cluster, {
    tool,
    generatedAt: streams.now(),
    sources: snapshot.sources.map((source) => ({ ...source, takenAt: snapshot.takenAt })),
    ...(guests === undefined ? {} : { guests }),
    ...(rules === undefined ? {} : { rules }),
  });
}

async function writeChunks(chunks: Iterable<string>, streams: Streams): Promise<void> {
  for (const chunk of chunks) {
    streams.out(chunk);
    await streams.drained();
  }
}

/** 1 for findings at or above the level, or too little coverage. */
function exitCode(report: AuditReport, { failOn, requireCoverage }: AuditCommandOptions): 0 | 1 {
  if (report.findings.some(({ severity }) => reaches(severity, failOn))) return 1;
  const { judged, due } = report.coverage;
  return requireCoverage !== undefined && judged * 100 < requireCoverage * due ? 1 : 0;
}

function append(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

function percent(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 100))
    throw new InvalidArgumentError("a number from 0 to 100 is needed.");
  return value;
}
