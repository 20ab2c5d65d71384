import type { Command } from "commander";
import {
  type ClusterSnapshot,
  decideNewGuest,
  decisionAs,
  Failure,
  type NewGuestRequest,
  newGuestStorages,
  type Policy,
  terminalDecision,
  type Wish,
} from "../index.ts";
import { askTheRest } from "./decide-form.ts";
import { likeGuest } from "./decide-like.ts";
import { type DecideOptions, decideOptions } from "./decide-options.ts";
import { readPolicy } from "./policy-source.ts";
import { readSource } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";
import { tool } from "./version.ts";

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
  return readSource(options, streams);
}

async function completed(
  given: DecideOptions,
  snapshot: ClusterSnapshot | undefined,
  policy: Policy,
  streams: Streams,
): Promise<DecideOptions> {
  const options = snapshot === undefined ? given : likeGuest(given, snapshot, policy);
  const { ask, out } = streams;
  if ((options.mobility !== undefined && options.os !== undefined) || ask === undefined) return options;
  return askTheRest(options, { ask, out }, (said) => {
    try {
      return newGuestStorages(requestOf({ ...said, os: said.os ?? "linux" }, snapshot, policy, streams));
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  });
}

function requestOf(
  options: DecideOptions,
  snapshot: ClusterSnapshot | undefined,
  policy: Policy,
  streams: Streams,
): NewGuestRequest {
  const { storage, preferred, node, vmid } = options;
  const taken = snapshot === undefined ? [] : [...snapshot.guests, ...snapshot.containers];
  if (vmid !== undefined && taken.some((guest) => guest.vmid === vmid))
    throw new Failure("vmid-taken", `${vmid} is taken already`, "without --vmid the next free one is used");
  if (snapshot === undefined && node !== undefined)
    throw new Failure(
      "no-source",
      "--node names a node of a cluster, and none was given",
      "--from or --demo",
    );
  return {
    snapshot,
    policy,
    wish: wishOf(options),
    tool,
    generatedAt: streams.now(),
    ...(storage === undefined ? {} : { storage }),
    ...(preferred === undefined ? {} : { preferred }),
    ...(node === undefined ? {} : { node }),
    ...(vmid === undefined ? {} : { vmid }),
  };
}

function wishOf(options: DecideOptions): Wish {
  const { mobility, os, device, intent } = options;
  if (mobility === undefined || os === undefined) {
    const missing = [
      ...(mobility === undefined ? ["--mobility"] : []),
      ...(os === undefined ? ["--os"] : []),
    ];
    throw new Failure(
      "not-said",
      `two questions first: can it move, and what is under it; ${missing.join(" and ")} not given`,
      "--mobility mobile|failover|pinned --storage <id or type> --os linux|windows",
    );
  }
  if (device !== undefined && options.role === "generalized" && options.like === undefined)
    throw new Failure("two-roles", "a guest with a PCI device is specialty", "leave out --role, or --device");
  const lane = intent.find((one) => one.startsWith("lane:"));
  if (lane !== undefined && lane !== laneOfMobility[mobility])
    throw new Failure(
      "two-lanes",
      `${lane} and --mobility ${mobility} are two lanes`,
      `${laneOfMobility[mobility]} is that of ${mobility}`,
    );
  const large = os === "windows";
  return {
    mobility,
    os,
    role: device === undefined ? (options.role ?? "generalized") : "specialty",
    intents: intent,
    device,
    name: options.name,
    memory: options.memory ?? (large ? 8192 : 4096),
    cores: options.cores ?? (large ? 4 : 2),
    size: options.size ?? (large ? 80 : 32),
  };
}

const laneOfMobility = { mobile: "lane:shared", failover: "lane:replicated", pinned: "lane:local" } as const;
