/**
 * Package → version from `pveversion --verbose`: `qemu-server: 9.1.18`, or `pve-manager: 9.2.4 (running version: …)`.
 * A package that is listed twice keeps its first line.
 */
export function parsePveversion(text: string): Readonly<Record<string, string>> {
  const packages = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, name, version] = /^([a-z0-9][a-z0-9.+-]*):\s+(\d[^\s(]*)/.exec(line) ?? [];
    if (name !== undefined && version !== undefined && !packages.has(name)) packages.set(name, version);
  }
  if (packages.has("pve-manager") || packages.has("qemu-server")) return Object.fromEntries(packages);
  throw new Error(
    isShortForm(text) ? "is pveversion without --verbose" : "is not an output of pveversion --verbose",
  );
}

/** `pve-manager/9.2.10/43df2e01f27a1a19 (running kernel: …)` */
const isShortForm = (text: string): boolean => /^pve-manager\/\d/.test(text);
