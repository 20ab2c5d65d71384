import { Failure } from "../model/failure.ts";
import { runBounded } from "./run-bounded.ts";
import { usualBounds } from "./shell.ts";
import { sshFailure } from "./ssh-failure.ts";

/** A machine reached by the system's ssh, with the person's own config, agent, known_hosts and jump hosts. */
export interface SshTarget {
  readonly host: string;
  readonly user: string | undefined;
  readonly port: number | undefined;
}

export interface SshOptions {
  /** Whether ssh may ask on the terminal: a password, a passphrase, a new host key. */
  readonly mayAsk: boolean;
  /** Run the script with `sudo -n`, for a login that is not root. */
  readonly sudo?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds. */
  readonly within?: number;
  /** The socket of a connection to go through, where it is still there. */
  readonly master?: string;
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

export interface SshAnswer {
  readonly output: Uint8Array;
  /** The end of what came on standard error, ssh's own words among it. */
  readonly said: string;
  /** Why the connection ended before the script did: not all of the output may be there. */
  readonly broke?: Failure;
}

/** What a script prints there. Throws a Failure: not reached, refused, or beyond the bounds. */
export async function runOverSsh(
  target: SshTarget,
  script: string,
  { mayAsk, sudo = false, env = process.env, within = usualBounds.within, master }: SshOptions,
): Promise<SshAnswer> {
  const what = shownTarget(target);
  const byHand = target.port === undefined ? what : `-p ${target.port} ${what}`;
  const { output, exit, said } = await runBounded({
    argv: ["ssh", ...sharing(master), ...sshArguments(target, mayAsk), sudo ? "sudo -n sh -s" : "sh -s"],
    input: script,
    env,
    within,
    atMost: usualBounds.atMost,
    what,
    hint: `try it by hand: ssh ${byHand} true`,
    // in a session of its own ssh could not ask on the terminal; through a master it asks nothing, and a Ctrl-C that is
    // meant for us must not cut it off
    ownSession: master !== undefined,
  });
  if (output.length === 0 && exit !== 0) throw sshFailure(what, said, exit, byHand);
  // 255 is ssh's own failure; the script itself always ends with 0
  return exit === 0 ? { output, said } : { output, said, broke: sshFailure(what, said, exit, byHand) };
}

const sharing = (master: string | undefined): readonly string[] =>
  master === undefined ? [] : ["-oControlMaster=no", `-oControlPath=${master}`];

/** Up to the host; what is to run there may follow. */
export function sshArguments({ host, user, port }: SshTarget, mayAsk: boolean): readonly string[] {
  return [
    "-T",
    ...(mayAsk ? [] : ["-o", "BatchMode=yes"]),
    "-o",
    "ConnectTimeout=10",
    // a node that dies or hangs is noticed within a minute
    "-o",
    "ServerAliveInterval=15",
    ...(user === undefined ? [] : ["-l", user]),
    ...(port === undefined ? [] : ["-p", String(port)]),
    "--",
    host,
  ];
}
