import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import * as der from "./der.ts";

/** A cluster's authority, as pve-root-ca.pem is: it signs the certificate of every node. */
export interface Authority {
  readonly name: string;
  readonly key: KeyObject;
  readonly pem: string;
}

export interface NodeCertificate {
  readonly key: string;
  /** The node's certificate alone, as pveproxy sends it. */
  readonly pem: string;
  /** SHA-256, as Proxmox VE shows it: upper case, colons. */
  readonly fingerprint: string;
}

export function newAuthority(cluster: string): Authority {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = `Proxmox Virtual Environment (${cluster})`;
  const authority = [extension("2.5.29.19", true, der.sequence(der.truth()))];
  const signed = certificate({ issuer: name, subject: name, publicKey, extensions: authority }, privateKey);
  return { name, key: privateKey, pem: pem(signed) };
}

/** Certified for the node's name, `localhost` and its address. */
export function newNodeCertificate(
  authority: Authority,
  node: string,
  address: string,
  daysValid = 2,
): NodeCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const names = [
    ...[node, "localhost"].map((name) => der.implicit(2, Buffer.from(name))),
    der.implicit(7, Buffer.from(address.split(".").map(Number))),
  ];
  const extensions = [extension("2.5.29.17", false, der.sequence(...names))];
  const parts = { issuer: authority.name, subject: node, publicKey, extensions };
  const signed = certificate(parts, authority.key, daysValid);
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    pem: pem(signed),
    fingerprint: fingerprintOf(signed),
  };
}

interface CertificateParts {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Uint8Array[];
}

const day = 24 * 60 * 60 * 1000;

/** RFC 5280, version 3, ECDSA with SHA-256. */
function certificate(parts: CertificateParts, key: KeyObject, daysValid = 2): Buffer {
  const algorithm = der.sequence(der.objectId("1.2.840.10045.4.3.2"));
  const now = Date.now();
  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    commonName(parts.issuer),
    der.sequence(der.utcTime(new Date(now - 2 * day)), der.utcTime(new Date(now + daysValid * day))),
    commonName(parts.subject),
    parts.publicKey.export({ type: "spki", format: "der" }),
    der.explicit(3, der.sequence(...parts.extensions)),
  );
  return der.sequence(body, algorithm, der.bits(sign("sha256", body, key)));
}

function commonName(name: string): Buffer {
  return der.sequence(der.set(der.sequence(der.objectId("2.5.4.3"), der.utf8(name))));
}

function extension(id: string, critical: boolean, content: Uint8Array): Buffer {
  const flag = critical ? [der.truth()] : [];
  return der.sequence(der.objectId(id), ...flag, der.octets(content));
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function fingerprintOf(certificate: Buffer): string {
  const hex = createHash("sha256").update(certificate).digest("hex").toUpperCase();
  return (hex.match(/../g) ?? []).join(":");
}
