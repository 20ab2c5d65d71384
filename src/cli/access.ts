import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  type ApiAccess,
  type ApiCredentials,
  Failure,
  firstContact,
  knownNodes,
  readAddress,
  readFingerprint,
  readToken,
  type Trust,
} from "../index.ts";
import type { Streams } from "./streams.ts";

/** How a cluster's API may be asked. No secret is an option: every user of a machine can read its command lines. */
export interface AccessOptions {
  readonly tokenFile?: string;
  readonly user?: string;
  readonly fingerprint?: readonly string[];
  readonly ca?: string;
  readonly report?: boolean;
  readonly inside?: boolean;
}

/** Throws a Failure that quotes no secret. */
export async function apiAccess(
  source: string,
  options: AccessOptions,
  streams: Streams,
  tokenVariable = "LANEKEEPER_TOKEN",
): Promise<ApiAccess> {
  const entry = readAddress(source);
  const { own, pins } = fingerprintsIn(options.fingerprint ?? [], entry.host);
  // who asks is settled first: nobody should compare fingerprints only to hear that there is no token
  const credentials = await credentialsFor(source, options, streams, tokenVariable);
  const trust = await trustFor(source, own, options, streams);
  return {
    entry,
    trust,
    credentials,
    pins,
    report: options.report === true,
    inside: options.inside === true,
  };
}

/** `AB:CD:…` for the node that is asked, `pve2=AB:CD:…` for one by its name, or by its address as it is asked. */
function fingerprintsIn(
  given: readonly string[],
  host: string,
): {
  readonly own: string | undefined;
  readonly pins: Readonly<Record<string, string>>;
} {
  const pairs = given.map((text) => {
    const at = text.indexOf("=");
    return [at < 0 ? "" : text.slice(0, at), readFingerprint(text.slice(at + 1))] as const;
  });
  const pins = new Map(pairs.filter(([node]) => node !== ""));
  const own =
    pairs.find(([node]) => node === "")?.[1] ?? pins.get(host) ?? pins.get(host.replace(/\..*/, ""));
  return { own, pins: Object.fromEntries(pins) };
}

async function trustFor(
  source: string,
  own: string | undefined,
  { ca }: AccessOptions,
  streams: Streams,
): Promise<Trust> {
  if (own !== undefined) return { kind: "pin", sha256: own };
  if (ca !== undefined) return { kind: "authorities", pem: certificatesIn(ca) };
  return firstContact(readAddress(source), knownNodes(knownNodesFile(streams)), streams.ask);
}

function certificatesIn(path: string): string {
  const text = textOf(path, "the certificates");
  if (!text.includes("-----BEGIN CERTIFICATE-----"))
    throw new Failure(
      "bad-ca",
      `${path} holds no certificate`,
      "a PEM file: /etc/pve/pve-root-ca.pem of the cluster",
    );
  return text;
}

function knownNodesFile({ env }: Streams): string {
  const base = env["XDG_CONFIG_HOME"] ?? join(env["HOME"] ?? homedir(), ".config");
  return join(base, "lanekeeper", "known-nodes");
}

async function credentialsFor(
  source: string,
  { tokenFile, user }: AccessOptions,
  streams: Streams,
  tokenVariable: string,
): Promise<ApiCredentials> {
  if (tokenFile !== undefined) return readToken(secretIn(tokenFile), tokenFile);
  if (user !== undefined) return passwordOf(user, streams);
  const token = streams.env[tokenVariable];
  if (token !== undefined && token !== "") return readToken(token, tokenVariable);
  if (streams.askSecret === undefined) throw noCredentials(source, tokenVariable);
  return readToken(
    await streams.askSecret(`API token for ${source} (user@realm!name=secret): `),
    "the answer",
  );
}

const noCredentials = (source: string, tokenVariable: string): Failure =>
  new Failure(
    "no-credentials",
    `${source} asks who you are`,
    `${tokenVariable} (of one cluster alone), --token-file <file> or tokenFile: in the policy file with user@realm!name=secret, or --user <user@realm> on a terminal`,
  );

async function passwordOf(user: string, { askSecret }: Streams): Promise<ApiCredentials> {
  if (!/^[^\s@!:/=]+@[\w.-]+$/.test(user))
    throw new Failure("bad-user", "a user is named with its realm", "for example --user auditor@pve");
  if (askSecret === undefined)
    throw new Failure(
      "no-terminal",
      `there is no terminal to ask for the password of ${user} on`,
      "use an API token",
    );
  return { kind: "password", user, password: await askSecret(`password of ${user}: `) };
}

/** A file with a token that others may read is no secret; ssh refuses such keys, too. */
function secretIn(path: string): string {
  const text = textOf(path, "the token");
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0)
    throw new Failure("open-secret", `${path} can be read by others`, `chmod 600 ${path}`);
  return text;
}

function textOf(path: string, what: string): string {
  try {
    const stat = statSync(path);
    // a pipe is what <(pass show …) gives; a device or folder would be read without an end, or closed to its other users
    if (!stat.isFile() && !stat.isFIFO()) throw new Error("no file");
    const { size } = stat;
    if (size > 1024 * 1024) throw new Error(`${size} bytes are too many`);
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^(\w+): /, "").replace(/, \w+ '.*$/, "") : "";
    throw new Failure("no-file", `cannot read ${what} in ${path}: ${reason}`);
  }
}
