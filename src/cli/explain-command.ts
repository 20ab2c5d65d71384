import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import {
  Failure,
  glyph,
  judgeableFrom,
  judgedFromText,
  ownRulePage,
  type Policy,
  policyRules,
  ruleList,
  terminalPage,
} from "../index.ts";
import type { PageOutput } from "../model/command-output.ts";
import { auditSource } from "./audit-command.ts";
import { formatOption, policyOption, type StyleOptions, sourceOptions, styleOptions } from "./options.ts";
import { packageRoot } from "./package-root.ts";
import { type PolicyOptions, readPolicy } from "./policy-source.ts";
import type { SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";

interface ExplainOptions extends SourceOptions, PolicyOptions, StyleOptions {
  readonly format: "terminal" | "json" | "markdown";
}

export const topics = [
  "lanes",
  "quadrants",
  "cache",
  "aio",
  "trim",
  "volblocksize",
  "slog",
  "arc",
  "waivers",
  "own-rules",
  "guest-os",
  "decide",
  "sources",
  "plan",
  "apply",
] as const;

export function addExplain(program: Command, streams: Streams): void {
  const command = program
    .command("explain")
    .argument("<rule|topic>", `a rule's id or short name, or one of ${topics.join(", ")}`)
    .description("the page of a rule or topic; with a source, also where it applies here");
  styleOptions(formatOption(policyOption(sourceOptions(command)), ["terminal", "json", "markdown"])).action(
    (name: string, options: ExplainOptions) => runExplain(name, options, streams),
  );
}

async function runExplain(name: string, options: ExplainOptions, streams: Streams): Promise<void> {
  // A page of ours is there whatever a policy file says; only an own rule is read from it.
  const page = ourPage(name) ?? ownPage(name, (await readPolicy(options, streams)).policy);
  const here =
    options.from === undefined && options.demo !== true
      ? undefined
      : await whereHere(page.id, options, streams);
  const needs = ruleList.find(({ id }) => id === page.id)?.needs;
  if (options.format === "json") {
    const output: PageOutput = {
      schema: "lanekeeper/page/1",
      ...page,
      ...(needs === undefined ? {} : { judgedFrom: judgeableFrom(needs) }),
      ...(here === undefined ? {} : { here }),
    };
    streams.out(`${JSON.stringify(output, null, 2)}\n`);
  } else if (options.format === "markdown") streams.out(page.markdown);
  else {
    const style = styleOf(options, streams);
    const [fail, pass, open] = (["error", "pass", "open"] as const).map((name) => glyph(name, style));
    const text = terminalPage(page.markdown, style.columns, {
      fail: fail ?? "",
      pass: pass ?? "",
      open: open ?? "",
    });
    const places =
      here === undefined
        ? ""
        : `Here            ${here.length === 0 ? "nowhere" : `${here.length}: ${here.join(", ")}`}\n`;
    const sources = needs === undefined ? "" : judgedFromText(needs, style.columns);
    streams.out(text + sources + places);
  }
}

interface Page {
  readonly id: string;
  readonly markdown: string;
}

function ourPage(named: string): Page | undefined {
  // Findings about the policy file itself share one page.
  const name = policyRules.includes(named) && named.startsWith("policy/") ? "waivers" : named;
  const rule = ruleList.find(({ id }) => id === name || id.endsWith(`/${name}`));
  if (rule !== undefined) return { id: rule.id, markdown: read("src", "rules", `${rule.id}.md`) };
  if (topics.some((topic) => topic === name))
    return { id: name, markdown: read("docs", "topics", `${name}.md`) };
  return undefined;
}

function ownPage(name: string, { ownRules }: Policy): Page {
  const own = ownRules.find(({ id }) => id === name || id === `custom/${name}`);
  if (own !== undefined) return { id: own.id, markdown: ownRulePage(own) };
  throw new Failure(
    "no-such-page",
    `no rule or topic ${name}`,
    `\`lanekeeper rules\` lists the rules; topics: ${topics.join(", ")}`,
  );
}

function read(...path: readonly string[]): string {
  const file = join(packageRoot(), ...path);
  if (!existsSync(file)) throw new Failure("no-page", `the page ${path.join("/")} is not installed`);
  return readFileSync(file, "utf8");
}

/** Where a rule fails; a topic applies nowhere and everywhere, so nothing is said of it. */
async function whereHere(
  id: string,
  options: SourceOptions & PolicyOptions,
  streams: Streams,
): Promise<readonly string[] | undefined> {
  if (!id.includes("/")) return undefined;
  const { findings } = await auditSource({ ...options, rule: [id] }, streams);
  return findings.map(
    ({ subject }) =>
      subject.volume ?? [subject.vmid, subject.drive].filter((part) => part !== undefined).join(" "),
  );
}
