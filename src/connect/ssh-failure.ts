import { Failure } from "../model/failure.ts";

/**
 * Why ssh did not get there, from what it said on standard error (OpenSSH 8.4 to 10). `target`: `root@pve1`; `byHand`: the
 * arguments a person would give, `-p 2222 root@pve1`.
 */
export function sshFailure(target: string, said: string, exit: number | null, byHand = target): Failure {
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED|host key for .* has changed|REVOKED HOST KEY/i.test(said))
    return new Failure(
      "host-key-changed",
      `the host key of ${target} is another than the one known here; nothing was sent`,
      "was the node reinstalled? Compare the keys on the node (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then ssh-keygen -R <host>",
    );
  if (/no .* host key is known for|Host key verification failed/i.test(said))
    return new Failure(
      "ssh-refused",
      `the host key of ${target} is not known here, and nobody said yes to it; nothing was sent`,
      `log in once by hand and compare it: ssh ${byHand} true`,
    );
  const refused = /Permission denied|Too many authentication failures/i.test(said);
  return new Failure(
    refused ? "ssh-refused" : "ssh-failed",
    `ssh does not reach ${target}: ${lastLine(said) ?? `it ended with ${exit ?? "a signal"}`}`,
    `try it by hand: ssh ${byHand} true`,
  );
}

/** Banners come before it. */
function lastLine(said: string): string | undefined {
  return said
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== "")
    .at(-1)
    ?.slice(0, 300);
}
