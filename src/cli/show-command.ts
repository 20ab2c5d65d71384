import type { Command } from "commander";
import {
  audit,
  Failure,
  type ResolvedCluster,
  type ResolvedGuest,
  resolve,
  terminalShow,
  wantedSettings,
} from "../index.ts";
import type { ShowOutput } from "../model/command-output.ts";
import { formatOption, policyOption, type StyleOptions, sourceOptions, styleOptions } from "./options.ts";
import { type PolicyOptions, readPolicy } from "./policy-source.ts";
import { readSource, type SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";
import { tool } from "./version.ts";

interface ShowOptions extends SourceOptions, PolicyOptions, StyleOptions {
  readonly format: "terminal" | "json";
}

export function addShow(program: Command, streams: Streams): void {
  const command = program
    .command("show")
    .argument("<guest>", "id or name")
    .description("everything known of one guest: written, in force, pending, and the chain of reasons");
  styleOptions(formatOption(policyOption(sourceOptions(command)))).action(
    (name: string, options: ShowOptions) => runShow(name, options, streams),
  );
}

async function runShow(name: string, options: ShowOptions, streams: Streams): Promise<void> {
  const inForce = readPolicy(options, streams);
  const snapshot = await readSource(options, streams);
  const cluster = resolve(snapshot, inForce.policy);
  const guest = guestNamed(name, cluster);
  const { guests, findings, open } = audit(cluster, {
    tool,
    generatedAt: streams.now(),
    ...inForce,
    sources: [],
    guests: (candidate) => candidate === guest,
  });
  const [report] = guests;
  if (report === undefined) throw new Failure("no-such-guest", `no guest ${name}`);
  const wanted = Object.fromEntries(
    guest.drives.map((drive) => [drive.key, wantedSettings(drive, inForce.policy)]),
  );
  if (options.format === "json") {
    const shown: ShowOutput = { schema: "lanekeeper/show/1", guest: report, wanted, findings, open };
    streams.out(`${JSON.stringify(shown, null, 2)}\n`);
  } else streams.out(terminalShow(report, findings, open, wanted, styleOf(options, streams)));
}

/** An id wins over a name; a name that two guests share needs the id. */
function guestNamed(name: string, cluster: ResolvedCluster): ResolvedGuest {
  const byId = cluster.guests.find(({ vmid }) => String(vmid) === name);
  const byName = cluster.guests.filter((guest) => guest.name.toLowerCase() === name.toLowerCase());
  const [only, another] = byName;
  if (byId !== undefined) return byId;
  if (only === undefined) {
    const container = cluster.containers.some(({ vmid }) => String(vmid) === name);
    throw new Failure(
      "no-such-guest",
      container ? `${name} is a container; only VMs are judged` : `no guest ${name}`,
    );
  }
  if (another !== undefined)
    throw new Failure("ambiguous-guest", `${byName.length} guests are named ${name}`, "give the id");
  return only;
}
