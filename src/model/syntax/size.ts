const units: readonly (string | undefined)[] = ["K", "M", "G", "T"];

const sizePattern = /^(\d+(?:\.\d+)?)(?:([KMGT])(?:iB)?)?$/;

/** Bytes; undefined: not a size. Units are binary, decimals are cut off (pve-common JSONSchema.pm, 9.2). */
export function parseSize(text: string): number | undefined {
  const match = sizePattern.exec(text);
  if (match === null) return undefined;
  const power = units.indexOf(match[2]) + 1;
  return Math.trunc(Number(match[1]) * 1024 ** power);
}

/** The largest unit that divides exactly: `32G`, `104858K`; plain bytes have none. 0 prints `0T`, as Proxmox VE does. */
export function formatSize(bytes: number): string {
  let size = Math.trunc(bytes);
  let printed = String(size);
  for (const unit of units) {
    if (size % 1024 !== 0) break;
    size /= 1024;
    printed = `${size}${unit}`;
  }
  return printed;
}
