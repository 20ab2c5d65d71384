import { hostname, userInfo } from "node:os";
import { Failure } from "../model/failure.ts";
import { runBounded } from "./run-bounded.ts";
import { runOverSsh, type SshTarget, shownTarget } from "./ssh.ts";

/** Runs single commands on one node: word by word, never a line for a shell to take apart. */
export interface NodeCommands {
  readonly node: string;
  /** Who runs them: `root on pve1`. */
  readonly who: string;
  readonly run: (argv: readonly [string, ...string[]]) => Promise<CommandAnswer>;
}

/** What a command printed, or why not. `ended: false`: nobody knows whether it was carried out. */
export type CommandAnswer =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly message: string; readonly ended: boolean };

/** `qm set` may activate volumes first. Milliseconds. */
const within = 180_000;
const atMost = 64 * 1024 * 1024;

export function localCommands(env: NodeJS.ProcessEnv = process.env): NodeCommands {
  const node = hostname().split(".")[0] ?? "";
  const path = [env["PATH"], "/usr/sbin", "/sbin"].filter((part) => part !== undefined).join(":");
  return {
    node,
    who: `${userInfo().username} on ${node}`,
    async run(argv) {
      const bounds = { within, atMost, what: node, hint: "run it by hand", ownSession: true };
      try {
        const ran = await runBounded({ argv, input: "", env: { ...env, PATH: path }, ...bounds });
        const output = Buffer.from(ran.output).toString("utf8");
        if (ran.exit === 0) return { ok: true, output };
        const message = lastLine(ran.said) || lastLine(output) || `exit ${ran.exit}`;
        return { ok: false, message, ended: ran.exit !== null };
      } catch (error) {
        return brokenOff(error);
      }
    },
  };
}

/** Asks the node for its name first. Throws a Failure where it is not reached. */
export async function sshCommands(
  target: SshTarget,
  options: { readonly mayAsk: boolean; readonly sudo?: boolean; readonly env?: NodeJS.ProcessEnv },
): Promise<NodeCommands> {
  const run: NodeCommands["run"] = async (argv) => {
    try {
      // ssh hands a line to a shell over there whatever one does; quoted, every word stays one
      const script = `${argv.map(quoted).join(" ")} 2>&1\necho "exit $?"\n`;
      const { output } = await runOverSsh(target, script, { within, ...options });
      return answerIn(Buffer.from(output).toString("utf8"));
    } catch (error) {
      return brokenOff(error);
    }
  };
  const named = await run(["hostname", "-s"]);
  if (!named.ok) throw new Failure("shell-failed", `${shownTarget(target)}: ${named.message}`);
  const node = named.output.trim();
  return { node, who: `${target.user ?? "ssh"} on ${node}`, run };
}

/** Without the last line, the connection ended before the command did. */
function answerIn(text: string): CommandAnswer {
  const [, output = "", exit] = /^([\s\S]*?)exit (\d+)\n$/.exec(text) ?? [];
  if (exit === undefined) return { ok: false, message: "the connection broke", ended: false };
  if (exit === "0") return { ok: true, output };
  return { ok: false, message: lastLine(output) || `exit ${exit}`, ended: true };
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

const lastLine = (text: string): string => (text.trim().split("\n").at(-1) ?? "").slice(0, 300);

function brokenOff(error: unknown): CommandAnswer {
  if (error instanceof Failure) return { ok: false, message: error.message, ended: false };
  throw error;
}
