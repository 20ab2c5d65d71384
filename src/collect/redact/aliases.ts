import { isKnownWord } from "./known-words.ts";

/** What a name is, for the reader of the alias; the same token has one alias whatever it is. */
type AliasKind =
  | "node"
  | "guest"
  | "storage"
  | "name"
  | "snap"
  | "tag"
  | "file"
  | "volume"
  | "host"
  | "target"
  | "user"
  | "group"
  | "rule"
  | "map"
  | "label";

/** The one table of a bundle. Aliases are letters and a number, which every place that holds a name accepts. */
export interface Aliases {
  readonly name: (kind: AliasKind, token: string) => string;
  readonly serial: (token: string) => string;
  readonly mac: (token: string) => string;
  readonly uuid: (token: string) => string;
  /** `0x` and 16 hex digits. */
  readonly wwn: (token: string) => string;
  /** The name multipath gives a LUN: `3` and 32 hex digits. */
  readonly wwid: (token: string) => string;
  /** Documentation addresses (RFC 5737, 3849). */
  readonly address: (token: string) => string;
  /** The aliases of all disks' serials that a device id holds, as udev writes them. */
  readonly serialsIn: (id: string) => readonly string[];
}

/** `serials`: of the nodes' disks, so that /dev/disk/by-id paths can be matched to them. */
export function createAliases(serials: readonly string[]): Aliases {
  const number = numbering();
  const serial = (token: string): string => `serial${number("serial", token)}x`; // the x: serial1x is not in serial12x
  const spoken = [...new Set(serials)].filter((one) => one !== "").map((one) => [one, serial(one)] as const);
  return {
    name: nameTable(),
    serial,
    mac: (token) => `02:00:00${pairs(number("mac", token.toLowerCase()).toString(16).padStart(6, "0"))}`,
    uuid: (token) => `00000000-0000-4000-8000-${hex(number("uuid", token.toLowerCase()), 12)}`,
    wwn: (token) => `0x${hex(number("wwn", token.toLowerCase()), 16)}`,
    wwid: (token) => `3${hex(number("wwid", token.toLowerCase()), 32)}`,
    address: (token) => addressOf(number("address", token), token.includes(":")),
    serialsIn: (id) =>
      spoken.filter(([one]) => id.includes(one) || id.includes(udevName(one))).map(([, alias]) => alias),
  };
}

function nameTable(): Aliases["name"] {
  const number = numbering();
  const given = new Map<string, string>();
  return (kind, token) => {
    if (token === "" || isKnownWord(token)) return token;
    const alias = given.get(token) ?? `${kind}${number(kind, token)}`;
    given.set(token, alias);
    return alias;
  };
}

/** Counts the different tokens of a kind, from 1. */
function numbering(): (kind: string, token: string) => number {
  const tables = new Map<string, Map<string, number>>();
  return (kind, token) => {
    const table = tables.get(kind) ?? new Map<string, number>();
    tables.set(kind, table);
    const there = table.get(token) ?? table.size + 1;
    table.set(token, there);
    return there;
  };
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

const pairs = (digits: string): string => digits.replace(/../g, ":$&");

const udevName = (serial: string): string => serial.trim().replace(/[^\w.:-]+/g, "_");

function addressOf(index: number, isIpv6: boolean): string {
  return isIpv6 ? `2001:db8::${(index % 0xffff).toString(16)}` : `192.0.2.${(index % 254) + 1}`;
}
