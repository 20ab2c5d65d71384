import type { Command } from "commander";
import {
  type ClusterSnapshot,
  decideNewGuest,
  decisionAs,
  glyph,
  newGuestStorages,
  type Policy,
  terminalDecision,
} from "../../index.ts";
import { readPolicy } from "../policy-source.ts";
import { readSource } from "../source.ts";
import type { Streams } from "../streams.ts";
import { styleOf } from "../terminal-style.ts";
import { askTheRest } from "./form.ts";
import { keyboardOf } from "./keyboard.ts";
import { askByKeys } from "./keys.ts";
import { likeGuest } from "./like.ts";
import { askByLines } from "./lines.ts";
import { type DecideOptions, decideOptions } from "./options.ts";
import { stepsOf } from "./questions.ts";
import { requestOf } from "./request.ts";

export function addDecide(program: Command, streams: Streams): void {
  const command = program
    .command("decide")
    .description(
      "what a new guest should look like: every setting with its reason, and the command that makes it",
    );
  decideOptions(command).action((options: DecideOptions) => runDecide(options, streams));
}

async function runDecide(given: DecideOptions, streams: Streams): Promise<void> {
  const { policy } = await readPolicy(given, streams);
  const snapshot = await clusterOf(given, streams);
  const options = await completed(given, snapshot, policy, streams);
  const output = decideNewGuest(requestOf(options, snapshot, policy, streams));
  if (options.as !== undefined) streams.out(decisionAs(output, options.as, styleOf(options, streams)));
  else if (options.format === "json") streams.out(`${JSON.stringify(output, null, 2)}\n`);
  else streams.out(terminalDecision(output, styleOf(options, streams)));
  if (output.findings.some(({ severity }) => severity !== "note")) streams.exit(1);
}

/** A cluster is looked at where one is given; here it need not be. */
async function clusterOf(options: DecideOptions, streams: Streams): Promise<ClusterSnapshot | undefined> {
  const { from, demo, like } = options;
  if (from === undefined && demo !== true && like === undefined && !streams.machine.isNode())
    return undefined;
  return readSource(options, streams, { mayBeEmpty: true });
}

/** What was not said is asked for, where there is somebody to ask. */
async function completed(
  given: DecideOptions,
  snapshot: ClusterSnapshot | undefined,
  policy: Policy,
  streams: Streams,
): Promise<DecideOptions> {
  const options = snapshot === undefined ? given : likeGuest(given, snapshot, policy);
  const { ask, out } = streams;
  const { mobility, os, storage } = options;
  const isSaid =
    mobility !== undefined && os !== undefined && (storage !== undefined || snapshot !== undefined);
  if (isSaid || ask === undefined) return options;
  const style = styleOf(options, streams);
  const steps = stepsOf(
    (said) => newGuestStorages(requestOf({ ...said, os: said.os ?? "linux" }, snapshot, policy, streams)),
    snapshot !== undefined,
    (["shared", "replicated", "local"] as const).map((lane) => glyph(lane, style)),
  );
  const keyboard = keyboardOf(streams);
  if (keyboard === undefined) return askTheRest(options, steps, askByLines(ask, out, style));
  out(`${help}\n\n`);
  try {
    return await askTheRest(options, steps, askByKeys(keyboard, out, style));
  } finally {
    keyboard.close();
  }
}

const help =
  "Arrow keys, digits or first letters move, space marks;\nEnter takes it, Esc goes one question back, Ctrl-C stops.";
