import { Failure } from "../../model/failure.ts";
import { type Address, shownAddress } from "./address.ts";
import type { KnownNodes } from "./known-nodes.ts";
import { fingerprintOf, openTrusted } from "./sockets.ts";
import { systemTrust, type Trust } from "./trust.ts";

export type AskPerson = (question: string) => Promise<string>;

/**
 * How to trust a node of which nothing was said: by the system's authorities, or by a fingerprint a person accepts now
 * or accepted before, as ssh does. Nothing but TLS handshakes leave before that. Throws a Failure.
 */
export async function firstContact(
  address: Address,
  known: KnownNodes,
  ask: AskPerson | undefined,
): Promise<Trust> {
  const accepted = known.fingerprintOf(address);
  if (accepted !== undefined) return { kind: "pin", sha256: accepted, acceptedIn: known.file };
  try {
    (await openTrusted(address, systemTrust)).destroy();
    return systemTrust;
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "untrusted") throw error;
    const sha256 = await fingerprintOf(address);
    await accept(address, sha256, ask);
    known.remember(address, sha256);
    return { kind: "pin", sha256 };
  }
}

async function accept(address: Address, sha256: string, ask: AskPerson | undefined): Promise<void> {
  const shown = shownAddress(address);
  const compare = `compare it on the node: openssl x509 -in /etc/pve/local/pve-ssl.pem -noout -fingerprint -sha256`;
  if (ask === undefined)
    throw new Failure(
      "unknown-node",
      `the certificate of ${shown} is signed by nobody known here, and nobody is there to ask; nothing was sent`,
      `${compare}; where it is the same: --fingerprint ${sha256}`,
    );
  const answer = await ask(
    `The certificate of ${shown} is signed by nobody known here. Its SHA-256 fingerprint is\n  ${sha256}\n${compare}\nTrust it from now on? (yes/no) `,
  );
  if (!/^yes$/i.test(answer.trim()))
    throw new Failure("not-trusted", `${shown} was not trusted; nothing was sent`, compare);
}
