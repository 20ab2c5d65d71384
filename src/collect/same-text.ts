import type { ClusterFile } from "../model/cluster.ts";
import { alwaysSharedTypes } from "../model/storage.ts";
import { readCorosyncConf } from "../model/syntax/corosync-conf.ts";
import { parseGuestConf, type Section } from "../model/syntax/guest-conf.ts";
import { readSectionConfig } from "../model/syntax/section-config.ts";

// The facts script masks passwords and leaves only names of corosync.conf, and what is put together from answers of the
// API has its keys in another order: a copy of /etc/pve says the same, in more words or in another order.

const masked = "**********";

export function sameConfig(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [maskGuest(one), maskGuest(other)];
  return a === b || valuesOf(a) === valuesOf(b);
}

/** Every value by section and key; comments and order say nothing to Proxmox VE. */
function valuesOf(config: string): string {
  const { current, pending, snapshots } = parseGuestConf(config);
  const entriesOf = ({ entries }: Pick<Section, "entries">): readonly string[] =>
    [...entries.values()].map(({ key, value }) => `${key}: ${value}`).sort();
  const waiting = pending === undefined ? [] : [entriesOf(pending), [...pending.deletes].map(String).sort()];
  const kept = [...snapshots].map(([name, section]) => [name, entriesOf(section)] as const).sort();
  return JSON.stringify([entriesOf(current), waiting.flat().length === 0 ? [] : waiting, kept]);
}

/** A guest's config without its password, as the facts script prints it. */
export const maskGuest = (config: string): string =>
  config.replace(/^(\s*cipassword\s*:).*$/gm, `$1 ${masked}`);

export function sameFile(name: ClusterFile, one: string | null, other: string | null): boolean {
  if (one === other) return true;
  if (one === null || other === null) return (one ?? other ?? "").trim() === "";
  if (name === "corosync.conf") return sameNames(one, other);
  const [a, b] = [maskFile(one), maskFile(other)];
  return a === b || (name !== "datacenter.cfg" && sectionsOf(a) === sectionsOf(b));
}

/** The API names the cluster and its nodes, corosync.conf much more. */
const sameNames = (one: string, other: string): boolean =>
  JSON.stringify(readCorosyncConf(one)) === JSON.stringify(readCorosyncConf(other));

function sectionsOf(text: string): string {
  const { sections } = readSectionConfig(text, { untyped: true, repeatable: new Set(["map"]) });
  const shown = sections.map(({ type, id, attributes }) => [
    type,
    id,
    ...attributes
      .filter(({ key, value }) => !saysNothing(type, key, value))
      .map(({ key, value }) => `${key} ${listed(value ?? "1")}`)
      .sort(),
  ]);
  return JSON.stringify(shown.map((section) => section.join("\n")).sort());
}

/** Nothing of its own: a comment, a masked secret, a flag that is off, and `shared` of a type that is always shared. */
const saysNothing = (type: string, key: string, value: string | undefined): boolean =>
  key === "comment" ||
  key === "description" ||
  value === masked ||
  value === "0" ||
  (key === "shared" && alwaysSharedTypes.has(type));

/** Lists of nodes and contents come in any order. */
const listed = (value: string): string =>
  value
    .split(/[,; ]+/)
    .sort()
    .join(",");

/** A file of /etc/pve without its passwords, as the facts script prints it. */
export function maskFile(text: string): string {
  return text
    .replace(/^(\s+(?:password|encryption-key)\s+).*$/gm, `$1${masked}`)
    .replace(/^(http_proxy:.*:\/\/)[^/]*@/gm, `$1${masked}@`);
}
