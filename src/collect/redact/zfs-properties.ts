import type { Dataset } from "../../model/cluster.ts";
import type { Aliases } from "./aliases.ts";
import { redactPath } from "./paths.ts";

const words =
  "aclinherit aclmode acltype atime canmount casesensitivity checksum compression copies dedup defer_destroy devices direct dnodesize encryption exec failmode filesystem_count filesystem_limit keyformat keystatus logbias logicalreferenced logicalused mounted nbmand normalization overlay pbkdf2iters prefetch primarycache quota readonly recordsize redundant_metadata referenced refcompressratio refquota refreservation relatime reservation secondarycache setuid snapdev snapdir snapshot_count snapshot_limit special_small_blocks sync type used usedbychildren usedbydataset usedbyrefreservation usedbysnapshots utf8only version volblocksize volmode volsize volthreading vscan written xattr zoned available compressratio";

/** Properties whose values are numbers or words of ZFS and Debian. */
const plainProperties = new Set([...words.split(" "), "org.debian:periodic-trim"]); // Debian's own, no person's

const pathProperties = new Set(["mountpoint", "origin", "encryptionroot"]);

/** A dataset; of its properties those that name nobody. User properties go, with their names. */
export function redactDataset({ name, properties }: Dataset, aliases: Aliases): Dataset {
  const kept = Object.entries(properties).flatMap(([property, { value, source }]) => {
    if (!plainProperties.has(property) && !pathProperties.has(property)) return [];
    const shown = pathProperties.has(property) ? redactPath(value, aliases) : plainValue(value);
    return [[property, { value: shown, source: redactSource(source, aliases) }] as const];
  });
  return { name: redactPath(name, aliases), properties: Object.fromEntries(kept) };
}

const plainValue = (value: string): string => (/^[\w.+-]{0,30}$/.test(value) ? value : "-");

/** `local`, `default`, or `inherited from rpool/data`. */
function redactSource(source: string, aliases: Aliases): string {
  if (/^(?:-|local|default|temporary|received|none|)$/i.test(source)) return source;
  const [, from] = /^inherited from (.+)$/.exec(source) ?? [];
  return from === undefined ? "-" : `inherited from ${redactPath(from, aliases)}`;
}
