const words: ReadonlyMap<string, "1" | "0"> = new Map([
  ["1", "1"],
  ["on", "1"],
  ["yes", "1"],
  ["true", "1"],
  ["0", "0"],
  ["off", "0"],
  ["no", "0"],
  ["false", "0"],
]);

/** Proxmox VE's booleans, any case, as it stores them; undefined: not a boolean (pve-common JSONSchema.pm). */
export function parseBoolean(text: string): "1" | "0" | undefined {
  return words.get(text.toLowerCase());
}
