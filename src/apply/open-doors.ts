import { type ApiAccess, ApiConnection } from "../connect/api/api-connection.ts";
import { localCommands, type NodeCommands, sshCommands } from "../connect/node-commands.ts";
import type { LocalMachine } from "../connect/shell.ts";
import { isSshSource, readSshTarget } from "../connect/ssh.ts";
import { Failure } from "../model/failure.ts";
import type { CommandsOf } from "./apply-host-step.ts";
import type { ClusterDoor } from "./cluster-door.ts";
import { nodesDoor } from "./nodes-door.ts";

export interface DoorAccess {
  readonly machine: LocalMachine;
  /** How an API may be written to. */
  readonly access: (source: string) => Promise<ApiAccess>;
  /** Whether ssh may ask on the terminal. */
  readonly mayAsk: boolean;
  /** Run commands over ssh with `sudo -n`. */
  readonly sudo: boolean;
  readonly env: NodeJS.ProcessEnv;
}

/** The one door that guests are written through, and the nodes that host steps may run on. */
export interface Doors {
  readonly door: ClusterDoor;
  readonly commandsOf: CommandsOf;
  readonly close: () => Promise<void>;
}

/** `https://…`, `ssh://…`, `node`; without any, the node this runs on. Throws a Failure. */
export async function openDoors(sources: readonly string[] | undefined, given: DoorAccess): Promise<Doors> {
  const from = sources ?? (given.machine.isNode() ? ["node"] : []);
  const apis = from.filter((source) => /^https:\/\//i.test(source));
  if (from.length === 0 || apis.length > 1) throw noDoor();
  const nodes: NodeCommands[] = [];
  const close = async (): Promise<void> => void (await Promise.all(nodes.map((node) => node.close())));
  try {
    for (const source of from) {
      if (isSshSource(source)) nodes.push(await sshCommands(readSshTarget(source), given));
      else if (source === "node" && given.machine.isNode()) nodes.push(localCommands(given.env));
      else if (!apis.includes(source)) throw noDoor(source);
    }
    const door = await doorThrough(apis[0], nodes, given);
    const commandsOf: CommandsOf = (node) => nodes.find((one) => one.node === node);
    const closeAll = async (): Promise<void> => void (await Promise.all([door.close(), close()]));
    return { door, commandsOf, close: closeAll };
  } catch (error) {
    await close();
    throw error;
  }
}

async function doorThrough(
  api: string | undefined,
  nodes: readonly NodeCommands[],
  { access }: DoorAccess,
): Promise<ClusterDoor> {
  if (api !== undefined) return await ApiConnection.open(await access(api));
  const [first, ...others] = nodes;
  if (first === undefined) throw noDoor();
  return nodesDoor(first, others);
}

function noDoor(source?: string): Failure {
  return new Failure(
    "no-door",
    source === undefined ? "which cluster is meant is not said" : `${source} cannot be written to`,
    "--from https://<node>:8006 with a write token, --from ssh://root@<node>, or run it on a Proxmox VE node",
  );
}
