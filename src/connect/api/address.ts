import { Failure } from "../../model/failure.ts";

/** Where a node's API listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const defaultPort = 8006;

export const isApiSource = (source: string): boolean => /^https:\/\//i.test(source);

/** `https://pve1:8006`, the port by default. Throws a Failure for anything a token must not be sent to, or in. */
export function readAddress(source: string): Address {
  const url = urlOf(source);
  if (url === undefined || url.hostname === "")
    throw new Failure("bad-address", `${withoutSecrets(source)} is no address of a node`, whatToGive);
  if (url.username !== "" || url.password !== "")
    throw new Failure(
      "secret-in-address",
      "an address must not hold a user or password: other users of this machine can read it",
      "--user <user@realm> asks for the password; LANEKEEPER_TOKEN or --token-file hold a token",
    );
  if (!["", "/"].includes(url.pathname) || url.search !== "" || url.hash !== "")
    throw new Failure("bad-address", `${url.origin} is enough; what follows is not used`, whatToGive);
  // the URL parser drops the port 443, which pveproxy may well have behind a proxy
  const port = url.port === "" ? (/:443\/?$/.test(source) ? 443 : defaultPort) : Number(url.port);
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port };
}

const whatToGive = "for example --from https://pve1.example.org:8006";

function urlOf(source: string): URL | undefined {
  try {
    return new URL(source);
  } catch {
    return undefined;
  }
}

const withoutSecrets = (source: string): string => source.replace(/\/\/[^/@]*@/, "//…@");

export function shownAddress({ host, port }: Address): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
