import type { Layer } from "./layer.ts";
import type { NamedCluster } from "./policy-file.ts";
import { entriesOf, oneOrMore, placeOf, type Read, text } from "./readers.ts";
import { report } from "./reading.ts";
import { record } from "./record.ts";

/** What a file says of one cluster. Paths in it are as seen from the file. */
export interface ClusterLayer {
  readonly from: readonly string[];
  readonly fingerprints?: readonly { readonly key: string; readonly value: string }[];
  readonly ca?: string;
  readonly tokenFile?: string;
  readonly user?: string;
  readonly policy?: Layer;
  readonly token?: never;
  readonly password?: never;
}

const noSecret: Read<never> = (node, name, reading) =>
  report(
    reading,
    placeOf(node),
    `${name}: a policy file holds no secrets; put it in a file of its own (chmod 600) and name that with tokenFile`,
  );

const source: Read<string> = (node, name, reading) => {
  const named = text(node, name, reading);
  if (named === "-")
    return report(reading, placeOf(node), `${name}: standard input is given with --from only`);
  return named !== undefined && /^[a-z]+:\/\/[^/@]*:[^/@]*@/i.test(named)
    ? report(reading, placeOf(node), `${name}: an address holds no password here`)
    : named;
};

const sha256: Read<string> = (node, name, reading) => {
  const given = text(node, name, reading);
  if (given === undefined || /^(?:[0-9a-f]{2}:?){32}$/i.test(given)) return given;
  return report(
    reading,
    placeOf(node),
    `${name}: 32 pairs of hexadecimal digits are needed, a certificate's SHA-256`,
  );
};

/** `policy` reads what holds in that cluster only. */
export const clusters = (policy: Read<Layer>) =>
  entriesOf(
    record<ClusterLayer>(
      {
        from: oneOrMore(source),
        fingerprints: entriesOf(sha256),
        ca: text,
        tokenFile: text,
        user: text,
        policy,
        token: noSecret,
        password: noSecret,
      } satisfies { readonly [K in keyof NamedCluster | "token" | "password"]-?: Read<unknown> },
      ["from"],
    ),
    (name) => (/^\w[\w.-]*$/.test(name) ? undefined : "a name of letters, digits and .-_ is needed"),
  );
