/** Changes the items of a list as Proxmox VE splits it; what divides them stays as written. */
export function mapList(text: string, change: (item: string) => string): string {
  return text.replace(/[^\s,;\0]+/g, change);
}

/** Changes what stands between the white space at both ends. */
export function mapInner(text: string, change: (inner: string) => string): string {
  const inner = text.trim();
  if (inner === "") return text;
  const start = text.indexOf(inner);
  return text.slice(0, start) + change(inner) + text.slice(start + inner.length);
}
