import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type AuditReport,
  audit,
  jsonChunks,
  reaches,
  resolve,
  type Severity,
  severities,
  suggestDeclarations,
  terminalAudit,
} from "../index.ts";
import { auditClusters, type ClustersOptions, severalClusters } from "./audit-clusters.ts";
import { formatOption, policyOption, type StyleOptions, sourceOptions, styleOptions } from "./options.ts";
import { type PolicyOptions, readPolicy } from "./policy-source.ts";
import { guestChoice, ruleChoice } from "./selection.ts";
import { readSource, type SourceOptions, sourceWords } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";
import { tool } from "./version.ts";

interface AuditCommandOptions extends ClustersOptions, StyleOptions {
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
    .option("--all-clusters", "every cluster that the policy file names, one after the other")
    .option("--summary", "one line for the cluster")
    .option("-v, --verbose", "evidence and risks under each finding");
  styleOptions(formatOption(policyOption(sourceOptions(command)))).action((options: AuditCommandOptions) =>
    runAudit(options, streams),
  );
}

async function runAudit(options: AuditCommandOptions, streams: Streams): Promise<void> {
  const names = await severalClusters(options, streams);
  const code =
    names === undefined
      ? await auditOne(options, streams)
      : await auditClusters(names, options, streams, auditOne);
  streams.exit(code);
}

async function auditOne(options: AuditCommandOptions, streams: Streams): Promise<0 | 1> {
  const report = await auditSource(options, streams);
  if (options.format === "json") await writeChunks(jsonChunks(report), streams);
  else {
    const { show, summary = false, verbose = false, rule } = options;
    const source = sourceWords(options);
    streams.out(
      terminalAudit(report, styleOf(options, streams), {
        // Whoever asks for one rule wants every place of it, notes too.
        showNotes: show === "note" || rule.length > 0,
        unfold: rule.length > 0,
        summary,
        verbose,
        ...(source === undefined ? {} : { source }),
      }),
    );
  }
  const short = shortOfCoverage(report, options.requireCoverage);
  if (short !== undefined)
    streams.err(`lanekeeper: coverage is short of ${options.requireCoverage} %: ${short}\n`);
  return exitCode(report, options);
}

type Choice = Partial<Pick<AuditCommandOptions, "guest" | "rule">>;

export async function auditSource(
  options: SourceOptions & PolicyOptions & Choice,
  streams: Streams,
): Promise<AuditReport> {
  const inForce = await readPolicy(options, streams);
  const rules = ruleChoice(options.rule ?? [], inForce.policy);
  const snapshot = await readSource(options, streams);
  const cluster = resolve(snapshot, inForce.policy);
  const guests = guestChoice(options.guest ?? [], cluster.guests);
  const auditOptions = {
    tool,
    generatedAt: streams.now(),
    ...inForce,
    sources: snapshot.sources.map((source) => ({ ...source, takenAt: source.takenAt ?? snapshot.takenAt })),
    contradictions: snapshot.contradictions ?? [],
    ...(guests === undefined ? {} : { guests }),
    ...(rules === undefined ? {} : { rules }),
  };
  const report = audit(cluster, auditOptions);
  const suggestions = suggestDeclarations(snapshot, cluster, report, auditOptions);
  return suggestions.length === 0 ? report : { ...report, suggestions };
}

/** So many characters go out at once: a write for every finding would cost more than making it. */
const portion = 1 << 16;

async function writeChunks(chunks: Iterable<string>, streams: Streams): Promise<void> {
  let waiting = "";
  for (const chunk of chunks) {
    waiting += chunk;
    if (waiting.length < portion) continue;
    streams.out(waiting);
    waiting = "";
    await streams.drained();
  }
  streams.out(waiting);
}

/** 1 for findings at or above the level, or too little coverage. */
function exitCode(report: AuditReport, { failOn, requireCoverage }: AuditCommandOptions): 0 | 1 {
  if (report.findings.some(({ severity, waiver }) => waiver === undefined && reaches(severity, failOn)))
    return 1;
  return shortOfCoverage(report, requireCoverage) === undefined ? 0 : 1;
}

/** Why the coverage that was asked for is not reached; undefined: it is, or none was asked for. */
function shortOfCoverage(
  { coverage: { judged, due }, unreadableFiles }: AuditReport,
  asked: number | undefined,
): string | undefined {
  if (asked === undefined) return undefined;
  if (judged * 100 < asked * due) return `${judged} of ${due} due judgements were made`;
  // What an unread config holds is in no count of what is due.
  const lost = unreadableFiles.find(({ path, line }) => line === undefined && path.endsWith(".conf"));
  return lost === undefined ? undefined : `${lost.path} could not be read`;
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
