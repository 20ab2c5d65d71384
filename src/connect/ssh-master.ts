import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runBounded } from "./run-bounded.ts";
import { type SshTarget, shownTarget, sshArguments } from "./ssh.ts";
import { sshFailure } from "./ssh-failure.ts";

/** A connection to one node that many commands share, so that each costs a round trip and not a login. */
export interface SshMaster {
  /** Of its socket. */
  readonly path: string;
  readonly close: () => Promise<void>;
}

/** Seconds after the last command: one that nobody closes, because we were killed, ends by itself. */
const idle = 60;

/** A person may have to type a password. Milliseconds. */
const within = 180_000;

const bounds = { within, atMost: 65_536, ownSession: false, input: "" };

/** Throws a Failure: not reached, or refused. */
export async function openSshMaster(
  target: SshTarget,
  { mayAsk, env }: { readonly mayAsk: boolean; readonly env: NodeJS.ProcessEnv },
): Promise<SshMaster> {
  // a socket's path may have 108 bytes, so the names are short
  const folder = mkdtempSync(join(tmpdir(), "lanekeeper-"));
  const path = join(folder, "ssh");
  const what = shownTarget(target);
  const ssh = (options: readonly string[]) =>
    runBounded({
      argv: ["ssh", ...options, `-oControlPath=${path}`, ...sshArguments(target, mayAsk)],
      env,
      what,
      hint: `try it by hand: ssh ${what} true`,
      ...bounds,
    });
  const close = async (): Promise<void> => {
    await ssh(["-O", "exit"]).catch(() => {}); // it has ended by itself, or will
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { exit, said } = await ssh(["-f", "-N", "-oControlMaster=yes", `-oControlPersist=${idle}`]);
    if (exit !== 0) throw sshFailure(what, said, exit, what);
    return { path, close };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
