import { existsSync, writeFileSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import type { Command } from "commander";
import { type Answer, Failure, policyText, printable, type Suggestion } from "../index.ts";
import { auditSource } from "./audit-command.ts";
import { policyOption, sourceOptions } from "./options.ts";
import type { PolicyOptions } from "./policy-source.ts";
import { type SourceOptions, sourceWords } from "./source.ts";
import type { Streams } from "./streams.ts";

interface InitOptions extends SourceOptions, PolicyOptions {
  readonly output: string;
  readonly yes?: boolean;
}

export function addInit(program: Command, streams: Streams): void {
  const command = program
    .command("init")
    .description("write a policy file, asking only what would change a verdict; never overwrites one")
    .option("-o, --output <file>", "the file to write", "lanekeeper.yaml")
    .option("-y, --yes", "ask nothing: open questions are written as comments");
  policyOption(sourceOptions(command)).action((options: InitOptions) => runInit(options, streams));
}

async function runInit(options: InitOptions, streams: Streams): Promise<void> {
  const path = resolvePath(streams.folder, options.output);
  if (existsSync(path)) throw exists(options.output);
  const ask = options.yes === true ? undefined : askOn(streams);
  const { suggestions = [] } = await auditSource(options, streams);
  const answers: Answer[] = [];
  for (const suggestion of suggestions)
    answers.push({ suggestion, said: ask === undefined ? undefined : await answerTo(suggestion, ask) });
  write(path, policyText(answers), options.output);
  const said = answers.filter((answer) => answer.said !== undefined).length;
  const open = answers.length - said;
  streams.out(
    `${printable(options.output)} written: ${said} declared, ${open} left open as comments\nNext: ${["lanekeeper audit", sourceWords(options) ?? []].flat().join(" ")}\n`,
  );
}

type Ask = NonNullable<Streams["ask"]>;

function askOn({ ask }: Streams): Ask {
  if (ask !== undefined) return ask;
  throw new Failure(
    "no-terminal",
    "init asks questions, and this is no terminal",
    "--yes writes them as comments instead",
  );
}

/** One question, again until the answer is one; an empty one leaves it open. */
async function answerTo(suggestion: Suggestion, ask: Ask): Promise<string | undefined> {
  const { section, name, says, closes, clears } = suggestion;
  const [question, words] =
    section === "storages"
      ? [`storage ${name}: on SSDs or on spinning disks? ${closes} judgements wait for it`, media]
      : [
          `guest ${name}: is it ${says}? ${clears} ${clears === 1 ? "error" : "errors"} would go`,
          yesNo(says),
        ];
  for (;;) {
    const given = await ask(`${printable(question)} [${[...words.keys()].join("/")}, Enter: do not know] `);
    const word = given.trim().toLowerCase();
    if (word === "") return undefined;
    if (words.has(word)) return words.get(word);
  }
}

type Words = ReadonlyMap<string, string | undefined>;

const media: Words = new Map([
  ["ssd", "medium: ssd"],
  ["hdd", "medium: hdd"],
]);

/** No is what counts without a declaration, too. */
const yesNo = (says: string): Words =>
  new Map([
    ["yes", says],
    ["no", undefined],
  ]);

function write(path: string, text: string, shown: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") throw exists(shown);
    throw new Failure(
      "cannot-write",
      `cannot write ${shown}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function exists(path: string): Failure {
  return new Failure(
    "exists",
    `${path} is there already, and is never overwritten`,
    "-o <file> writes another",
  );
}
