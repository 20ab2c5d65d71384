import { hostname, userInfo } from "node:os";
import { Failure } from "../model/failure.ts";
import { runBounded } from "./run-bounded.ts";
import { runOverSsh, type SshTarget, shownTarget } from "./ssh.ts";
import { openSshMaster } from "./ssh-master.ts";

/** Runs single commands on one node: word by word, never a line for a shell to take apart. */
export interface NodeCommands {
  readonly node: string;
  /** Who runs them: `root on pve1`. */
  readonly who: string;
  readonly run: (argv: readonly [string, ...string[]]) => Promise<CommandAnswer>;
  readonly close: () => Promise<void>;
}

/**
 * What a command printed, or why it failed; what goes to standard error is no output, because perl warns there of a locale
 * it does not know. `ended: false`: nobody knows whether it was carried out.
 */
export type CommandAnswer =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly message: string; readonly output: string; readonly ended: boolean };

/** Messages in English, and arguments in UTF-8, whatever the person's own locale is. */
const locale = "C.UTF-8";

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
        const ran = await runBounded({
          argv,
          input: "",
          env: { ...env, PATH: path, LC_ALL: locale },
          ...bounds,
        });
        const output = Buffer.from(ran.output).toString("utf8");
        if (ran.exit === 0) return { ok: true, output };
        return failed(output, ran.said, `exit ${ran.exit}`, ran.exit !== null);
      } catch (error) {
        return brokenOff(error);
      }
    },
    close: async () => {},
  };
}

/** Asks the node for its name first. Throws a Failure where it is not reached. */
export async function sshCommands(
  target: SshTarget,
  options: { readonly mayAsk: boolean; readonly sudo?: boolean; readonly env: NodeJS.ProcessEnv },
): Promise<NodeCommands> {
  const { path: master, close } = await openSshMaster(target, options);
  const run: NodeCommands["run"] = async (argv) => {
    try {
      // ssh hands a line to a shell over there whatever one does; quoted, every word stays one. The command gets an empty
      // input of its own, or it could swallow the rest of the script
      const line = `${argv.map(quoted).join(" ")} </dev/null`;
      const script = `export LC_ALL=${locale}\necho ${begins}\n${line}\necho "exit $?"\n`;
      const { output, said } = await runOverSsh(target, script, { within, master, ...options });
      return answerIn(Buffer.from(output).toString("utf8"), said);
    } catch (error) {
      return brokenOff(error);
    }
  };
  const named = await run(["hostname", "-s"]);
  if (!named.ok) {
    await close();
    throw new Failure("shell-failed", `${shownTarget(target)}: ${named.message}`);
  }
  const node = named.output.trim();
  return { node, who: `${target.user ?? "ssh"} on ${node}`, run, close };
}

/** Before it comes what the login prints. */
const begins = "=lanekeeper=";
const framed = new RegExp(`(?:^|\\n)${begins}\\n([^]*?)exit (\\d+)\\n$`);

/** Without the last line, the connection ended before the command did. */
function answerIn(text: string, said: string): CommandAnswer {
  const [, output = "", exit] = framed.exec(text) ?? [];
  if (exit === undefined) return { ok: false, message: "the connection broke", output: "", ended: false };
  return exit === "0" ? { ok: true, output } : failed(output, said, `exit ${exit}`, true);
}

function failed(output: string, said: string, otherwise: string, ended: boolean): CommandAnswer {
  return { ok: false, message: lastLine(said) || lastLine(output) || otherwise, output, ended };
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

const lastLine = (text: string): string => (text.trim().split("\n").at(-1) ?? "").slice(0, 300);

function brokenOff(error: unknown): CommandAnswer {
  if (error instanceof Failure) return { ok: false, message: error.message, output: "", ended: false };
  throw error;
}
