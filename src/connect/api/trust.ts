import { Failure } from "../../model/failure.ts";

/** How a node proves that it is the one meant. A pin takes the place of authority and host name. */
export type Trust =
  | { readonly kind: "authorities"; readonly pem: string | undefined }
  /** `acceptedIn`: the file that remembers that a person accepted it. */
  | { readonly kind: "pin"; readonly sha256: string; readonly acceptedIn?: string };

export const systemTrust: Trust = { kind: "authorities", pem: undefined };

/** SHA-256 of a certificate as `AB:CD:…`; also taken in lower case, and without colons. Throws a Failure. */
export function readFingerprint(text: string): string {
  const digits = text
    .trim()
    .replace(/^sha-?256[:=]?/i, "")
    .replaceAll(":", "")
    .toUpperCase();
  if (!/^[0-9A-F]{64}$/.test(digits))
    throw new Failure(
      "bad-fingerprint",
      "a fingerprint is the SHA-256 of a certificate: 32 pairs of hexadecimal digits",
      "on the node: openssl x509 -in /etc/pve/local/pve-ssl.pem -noout -fingerprint -sha256",
    );
  return (digits.match(/../g) ?? []).join(":");
}

/** Why a connection is believed, for people. */
export function trustedBy(trust: Trust): string {
  if (trust.kind === "authorities")
    return trust.pem === undefined
      ? "signed by an authority of this machine"
      : "signed by the authority given";
  return trust.acceptedIn === undefined
    ? "has the fingerprint given"
    : `has the fingerprint accepted before (${trust.acceptedIn})`;
}
