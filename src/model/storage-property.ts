/**
 * Prints one property of one storage as storage.cfg has it, and nothing where it is not set: `pvesm` and `pvesh` print
 * whole storages only. A key that stands alone means 1.
 */
const program =
  '$0 ~ /^[^ \\t#]/ { here = ($2 == id) } here && $1 == key { value = (NF > 1 ? $2 : "1") } END { if (value != "") print value }';

/** The command as argv; no shell reads a word of it. */
export function readStorageProperty(storage: string, key: string): readonly [string, ...string[]] {
  return ["awk", "-v", `id=${storage}`, "-v", `key=${key}`, program, "/etc/pve/storage.cfg"];
}
