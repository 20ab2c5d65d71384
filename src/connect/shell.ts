import { existsSync } from "node:fs";
import { join } from "node:path";
import { runBounded } from "./run-bounded.ts";

/** The machine this runs on. */
export interface LocalMachine {
  /** Whether it is a Proxmox VE node: /etc/pve is mounted. */
  readonly isNode: () => boolean;
  /** What a script prints; it ends by itself, and within bounds of time and size. */
  readonly run: (script: string) => Promise<Uint8Array>;
}

export interface ShellOptions {
  /** Where the cluster file system is mounted. */
  readonly pve?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds. A command of the facts script has two minutes, and few of them hang. */
  readonly within?: number;
  /** Bytes of output. */
  readonly atMost?: number;
}

export const usualBounds = { within: 20 * 60_000, atMost: 500 * 1024 * 1024 } as const;

/** Scripts go to `sh` on standard input, so no word of them is parsed as an argument. */
export function localMachine({
  pve = "/etc/pve",
  env = process.env,
  within = usualBounds.within,
  atMost = usualBounds.atMost,
}: ShellOptions = {}): LocalMachine {
  return {
    // pmxcfs shows these even where the node has lost its cluster; an unmounted /etc/pve is an empty folder
    isNode: () => existsSync(join(pve, "local")) && existsSync(join(pve, "nodes")),
    run: async (script) => {
      const what = "this node";
      const hint =
        "run the script by hand: lanekeeper collect --script | sh > node.txt, then --from node.txt";
      const argv = ["sh", "-s"] as const;
      return (await runBounded({ argv, input: script, env, within, atMost, what, hint, ownSession: true }))
        .output;
    },
  };
}
