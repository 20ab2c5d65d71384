import { Agent } from "node:https";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { Failure } from "../../model/failure.ts";
import { type Address, shownAddress } from "./address.ts";
import type { Trust } from "./trust.ts";

/** A node that does not pick up within this time is asked through the entry node. Milliseconds. */
const connectWithin = 2_000;

/** Keeps connections open between requests. No request leaves before the certificate of its connection was accepted. */
export function trustedAgent(address: Address, trust: Trust, mostSockets: number): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: mostSockets, scheduling: "fifo" });
  const open: NonNullable<typeof agent.createConnection> = (_options, given) => {
    openTrusted(address, trust).then(
      (socket) => given?.(null, socket),
      (error: Error) => given?.(error, undefined as never), // an error comes alone
    );
    return undefined;
  };
  agent.createConnection = open;
  return agent;
}

/** A verified connection. Nothing but the TLS handshake has been sent on it. Throws a Failure. */
export function openTrusted(address: Address, trust: Trust): Promise<TLSSocket> {
  return handshake(address, optionsFor(trust), (socket) => {
    if (trust.kind === "pin") checkPin(socket, trust, address);
  });
}

/** The SHA-256 of the certificate a node shows, whoever signed it. Throws a Failure. */
export async function fingerprintOf(address: Address): Promise<string> {
  const socket = await handshake(address, { rejectUnauthorized: false }, () => undefined);
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

/** No session is resumed: a resumed one shows no certificate, and a pin could not be checked. */
function optionsFor(trust: Trust): ConnectionOptions {
  if (trust.kind === "pin") return { rejectUnauthorized: false, session: undefined };
  return { rejectUnauthorized: true, ...(trust.pem === undefined ? {} : { ca: trust.pem }) };
}

function checkPin(
  socket: TLSSocket,
  { sha256, acceptedIn }: Extract<Trust, { kind: "pin" }>,
  address: Address,
): void {
  const shown: string | undefined = socket.getPeerCertificate().fingerprint256;
  if (shown === sha256) return;
  const compare = `compare it on the node: openssl x509 -in /etc/pve/local/pve-ssl.pem -noout -fingerprint -sha256`;
  const changed =
    acceptedIn === undefined
      ? `it is ${shown} now; ${compare}`
      : `it is ${shown} now. Proxmox VE renews certificates by itself: ${compare}; where it is the same, give --fingerprint ${shown} or take the line of ${shownAddress(address)} out of ${acceptedIn}`;
  throw new Failure(
    "fingerprint-changed",
    shown === undefined
      ? `${shownAddress(address)} shows no certificate; nothing was sent`
      : `the certificate of ${shownAddress(address)} has another fingerprint than the one ${acceptedIn === undefined ? "given" : "accepted before"}; nothing was sent`,
    shown === undefined ? "is this a Proxmox VE node's port 8006?" : changed,
  );
}

function handshake(
  address: Address,
  options: ConnectionOptions,
  accept: (socket: TLSSocket) => void,
): Promise<TLSSocket> {
  return new Promise((opened, failed) => {
    const { host, port } = address;
    const name = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
    const socket = connect({ ...options, ...name, host, port, ALPNProtocols: ["http/1.1"] });
    const giveUp = (error: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      failed(error);
    };
    const timer = setTimeout(
      () => giveUp(unreachable(address, `no answer within ${connectWithin / 1000} s`)),
      connectWithin,
    );
    const hungUp = (error: NodeJS.ErrnoException): void => giveUp(tlsFailure(address, error));
    socket.on("error", hungUp);
    socket.on("secureConnect", () => {
      clearTimeout(timer);
      try {
        accept(socket);
        socket.off("error", hungUp);
        opened(socket);
      } catch (error) {
        giveUp(error as Error); // accept throws Failures
      }
    });
  });
}

function unreachable(address: Address, why: string): Failure {
  return new Failure(
    "unreachable",
    `cannot reach ${shownAddress(address)}: ${why}`,
    "is the address right, and port 8006 open from here?",
  );
}

/** OpenSSL's and Node's reasons for not trusting a certificate. */
const untrusted =
  /SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|CERT_|ERR_TLS_CERT_ALTNAME|DEPTH_ZERO|HOSTNAME_MISMATCH/;

function tlsFailure(address: Address, error: NodeJS.ErrnoException): Failure {
  const code = error.code ?? "";
  if (!untrusted.test(code)) return unreachable(address, reasons[code] ?? error.message.slice(0, 200));
  return new Failure(
    "untrusted",
    `the certificate of ${shownAddress(address)} is not trusted here: ${error.message.slice(0, 300)}`,
    "--fingerprint <SHA-256> pins it, --ca <file> names who signed it (/etc/pve/pve-root-ca.pem of the cluster)",
  );
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the name is not known",
  EAI_AGAIN: "the name could not be looked up",
  EHOSTUNREACH: "no way to that machine",
  ENETUNREACH: "no way to that network",
  ECONNRESET: "it hung up during the handshake",
};
