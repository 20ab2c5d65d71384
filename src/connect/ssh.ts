import { Failure } from "../model/failure.ts";
import { runBounded } from "./run-bounded.ts";
import { usualBounds } from "./shell.ts";

/** A machine reached by the system's ssh, with the person's own config, agent, known_hosts and jump hosts. */
export interface SshTarget {
  readonly host: string;
  readonly user: string | undefined;
  readonly port: number | undefined;
}

export interface SshOptions {
  /** Whether ssh may ask on the terminal: a password, a passphrase, a new host key. */
  readonly mayAsk: boolean;
  readonly env?: NodeJS.ProcessEnv;
  readonly within?: number;
}

export const isSshSource = (source: string): boolean => /^ssh:\/\//i.test(source);

/** `ssh://root@pve1:22`. Throws a Failure for what ssh could take for an option, and for a password. */
export function readSshTarget(source: string): SshTarget {
  const [, user, host, port] =
    /^ssh:\/\/(?:([^@/:]+)@)?([A-Za-z0-9_][\w.-]*|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?\/?$/i.exec(source) ?? [];
  if (host === undefined || (user !== undefined && !/^[A-Za-z0-9_][\w.@\\-]*$/.test(user)))
    throw new Failure(
      "bad-address",
      `${source.replace(/:[^@/]*@/, ":…@")} is no address for ssh`,
      "for example --from ssh://root@pve1; a name of your ~/.ssh/config does as well",
    );
  return { host: host.replace(/^\[|\]$/g, ""), user, port: port === undefined ? undefined : Number(port) };
}

export const shownTarget = ({ host, user }: SshTarget): string =>
  user === undefined ? host : `${user}@${host}`;

/** What a script prints there. Throws a Failure: not reached, refused, or beyond the bounds. */
export async function runOverSsh(
  target: SshTarget,
  script: string,
  { mayAsk, env = process.env, within = usualBounds.within }: SshOptions,
): Promise<Uint8Array> {
  const what = shownTarget(target);
  const hint = `try it by hand: ssh ${what} true`;
  const { output, exit, said } = await runBounded({
    argv: ["ssh", ...argumentsFor(target, mayAsk)],
    input: script,
    env,
    within,
    atMost: usualBounds.atMost,
    what,
    hint,
    // in a session of its own ssh could not ask on the terminal
    ownSession: false,
  });
  // 255 is ssh's own failure, 127 a machine without sh
  if (exit === 255 || (output.length === 0 && exit !== 0))
    throw new Failure("ssh-failed", `ssh does not reach ${what}: ${reasonIn(said, exit)}`, hint);
  return output;
}

function argumentsFor({ host, user, port }: SshTarget, mayAsk: boolean): readonly string[] {
  return [
    "-T",
    ...(mayAsk ? [] : ["-o", "BatchMode=yes"]),
    "-o",
    "ConnectTimeout=10",
    ...(user === undefined ? [] : ["-l", user]),
    ...(port === undefined ? [] : ["-p", String(port)]),
    "--",
    host,
    "sh -s",
  ];
}

/** The last line ssh said; banners come before it. */
function reasonIn(said: string, exit: number | null): string {
  const lines = said.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.at(-1)?.slice(0, 300) ?? `it ended with ${exit ?? "a signal"}`;
}
