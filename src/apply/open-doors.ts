import { type ApiAccess, ApiConnection } from "../connect/api/api-connection.ts";
import { localCommands, type NodeCommands, sshCommands } from "../connect/node-commands.ts";
import type { LocalMachine } from "../connect/shell.ts";
import { isSshSource, readSshTarget } from "../connect/ssh.ts";
import { Failure } from "../model/failure.ts";
import type { CommandsOf } from "./apply-host-step.ts";
import type { ClusterDoor } from "./cluster-door.ts";
import { nodeDoor } from "./node-door.ts";

export interface DoorAccess {
  readonly machine: LocalMachine;
  /** How an API may be written to. */
  readonly access: (source: string) => Promise<ApiAccess>;
  /** Whether ssh may ask on the terminal. */
  readonly mayAsk: boolean;
  readonly env: NodeJS.ProcessEnv;
}

/** The one door that guests are written through, and the nodes that host steps may run on. */
export interface Doors {
  readonly door: ClusterDoor;
  readonly commandsOf: CommandsOf;
}

/** `https://…`, `ssh://…`, `node`; without any, the node this runs on. Throws a Failure. */
export async function openDoors(sources: readonly string[] | undefined, given: DoorAccess): Promise<Doors> {
  const from = sources ?? (given.machine.isNode() ? ["node"] : []);
  const apis = from.filter((source) => /^https:\/\//i.test(source));
  if (from.length === 0 || apis.length > 1) throw noDoor();
  const nodes: NodeCommands[] = [];
  for (const source of from) {
    if (isSshSource(source)) nodes.push(await sshCommands(readSshTarget(source), given));
    else if (source === "node" && given.machine.isNode()) nodes.push(localCommands(given.env));
    else if (!apis.includes(source)) throw noDoor(source);
  }
  const commandsOf: CommandsOf = (node) => nodes.find((one) => one.node === node);
  const [api] = apis;
  if (api !== undefined) return { door: await ApiConnection.open(await given.access(api)), commandsOf };
  const [first] = nodes;
  if (first === undefined) throw noDoor();
  return { door: nodeDoor(first), commandsOf };
}

function noDoor(source?: string): Failure {
  return new Failure(
    "no-door",
    source === undefined ? "which cluster is meant is not said" : `${source} cannot be written to`,
    "--from https://<node>:8006 with a write token, --from ssh://root@<node>, or run it on a Proxmox VE node",
  );
}
