/**
 * Package → version from `pveversion --verbose`: `qemu-server: 9.1.18`, or `pve-manager: 9.2.4 (running version: …)`.
 * A package that is listed twice (two kernels) keeps its first, newest line.
 */
export function parsePveversion(text: string): Readonly<Record<string, string>> {
  const packages: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^([a-z0-9][a-z0-9.+-]*):\s+(\S+)/.exec(line);
    const name = match?.[1];
    const version = match?.[2];
    if (name !== undefined && version !== undefined && /^\d/.test(version)) packages[name] ??= version;
  }
  if (packages["pve-manager"] === undefined && packages["qemu-server"] === undefined) {
    throw new Error("is not an output of pveversion --verbose");
  }
  return packages;
}
