/** Names a device also goes by → its path, from `ls -l /dev/disk/by-*` + "/". A name that leads to two devices is left out. */
export function parseDeviceLinks(text: string): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  const twice = new Set<string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, device] = /^l\S+\s.*?\s(\S+) -> \.\.\/\.\.\/(\S+)\s*$/.exec(line) ?? [];
    if (name === undefined || device === undefined) continue;
    if (links.has(name) && links.get(name) !== `/dev/${device}`) twice.add(name);
    links.set(name, `/dev/${device}`);
  }
  for (const name of twice) links.delete(name);
  return links;
}
