import { homedir } from "node:os";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { type Doors, Failure, openDoors } from "../index.ts";
import { type AccessOptions, apiAccess } from "./access.ts";
import type { Streams } from "./streams.ts";

export interface WriteOptions extends AccessOptions {
  readonly from?: readonly string[];
  readonly yes?: boolean;
  readonly sudo?: boolean;
}

/** Options of the commands that write. The token is another one than that for reading. */
export function writeOptions(command: Command): Command {
  const several = (value: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), value];
  return command
    .addOption(
      new Option(
        "--from <cluster>",
        "https://<node>:8006, ssh://root@<node>, or node for this machine, the default on a Proxmox VE node (repeatable: ssh beside https, for host steps)",
      ).argParser(several),
    )
    .option(
      "--token-file <file>",
      "for https: a file with user@realm!name=secret; or set LANEKEEPER_WRITE_TOKEN",
    )
    .option("--user <user@realm>", "for https: log in with a password, which is asked for")
    .addOption(
      new Option("--fingerprint <sha256>", "for https: the SHA-256 of the node's certificate").argParser(
        several,
      ),
    )
    .option("--ca <file>", "for https: certificates of who signed the node's (/etc/pve/pve-root-ca.pem)")
    .option("--sudo", "for ssh://: run each command with `sudo -n`, for a login that is not root")
    .option("-y, --yes", "ask nothing");
}

export function journalOption(command: Command): Command {
  return command.option(
    "--journal <dir>",
    "where journals are; without it, $XDG_STATE_HOME/lanekeeper/journal",
  );
}

export function journalFolder({ journal }: { readonly journal?: string }, { env }: Streams): string {
  const state = env["XDG_STATE_HOME"] || join(env["HOME"] ?? homedir(), ".local", "state");
  return journal ?? join(state, "lanekeeper", "journal");
}

export async function doorsFor(options: WriteOptions, streams: Streams): Promise<Doors> {
  const { machine, ask, env } = streams;
  return await openDoors(options.from, {
    machine,
    access: (source) => apiAccess(source, options, streams, "LANEKEEPER_WRITE_TOKEN"),
    mayAsk: ask !== undefined,
    sudo: options.sudo === true,
    env,
  });
}

/** Throws a Failure where nobody agrees. */
export async function confirm(question: string, { yes }: WriteOptions, { ask }: Streams): Promise<void> {
  if (yes === true) return;
  if (ask === undefined)
    throw new Failure(
      "no-terminal",
      "nothing was changed: there is no terminal to ask on",
      "--yes says yes to what is shown",
    );
  const answer = await ask(`${question} Type yes: `);
  if (answer.trim().toLowerCase() !== "yes") throw new Failure("stopped", "stopped; nothing was changed");
}
