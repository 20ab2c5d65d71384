/** A device of a running QEMU process. */
export interface QtreeDevice {
  /** `scsi-hd` */
  readonly kind: string;
  /** `scsi0`; empty: it has none. */
  readonly id: string;
  /** The device its bus belongs to. */
  readonly parent: QtreeDevice | undefined;
  /** As printed, without quotes: `on`, `1`, `drive-scsi0`. */
  readonly properties: ReadonlyMap<string, string>;
}

/** Characters; a guest with every disk and port is some hundred thousand. */
export const longest = 4_000_000;

/**
 * What the monitor prints for `info qtree`: each level two blanks deeper, `dev: kind, id "id"`, then `name = value`
 * (seen of QEMU 7.2, 10.0 and 11.1). undefined: it is not that. A line that is neither is skipped.
 */
export function readQtree(text: string): readonly QtreeDevice[] | undefined {
  if (text.length > longest) return undefined;
  const devices: QtreeDevice[] = [];
  const open: { readonly depth: number; readonly device: QtreeDevice; readonly into: Map<string, string> }[] =
    [];
  for (const line of text.split("\n")) {
    const content = line.trim();
    if (content === "") continue;
    const depth = line.length - line.trimStart().length;
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    const [, kind, id] = /^dev: ([\w.+-]+), id "([^"]*)"$/.exec(content) ?? [];
    if (kind !== undefined && id !== undefined) {
      const into = new Map<string, string>();
      const device = { kind, id, parent: open.at(-1)?.device, properties: into };
      devices.push(device);
      open.push({ depth, device, into });
      continue;
    }
    const [, name, value] = /^([\w.-]+) = (.*)$/.exec(content) ?? [];
    if (name !== undefined && value !== undefined) open.at(-1)?.into.set(name, plainValue(value));
  }
  return devices.length === 0 ? undefined : devices;
}

/** `"auto"` as `auto`, `1 (0x1)` as `1`, and what stands for nothing as nothing. */
function plainValue(text: string): string {
  if (text === "<null>") return "";
  const [, quoted] = /^"(.*)"$/.exec(text) ?? [];
  return quoted ?? text.replace(/ \([^()]*\)$/, "");
}

/** What the device of a drive has, or what it hangs on. undefined: not told, or two devices have the drive's name. */
export function propertyOf(
  devices: readonly QtreeDevice[],
  drive: string,
  property: string,
): string | undefined {
  const [device, ...others] = devices.filter(({ id }) => id === drive);
  if (device === undefined || others.length > 0) return undefined;
  // virtio0 is a PCI device, and its disk the one device on its bus
  const below = devices.filter(({ parent, kind }) => parent === device && kind === "virtio-blk-device");
  const own = [device, ...below].find(({ properties }) => properties.has(property));
  // a SCSI disk's thread is its controller's
  const has = own ?? (property === "iothread" ? controllerOf(device) : undefined);
  return has?.properties.get(property);
}

function controllerOf(device: QtreeDevice): QtreeDevice | undefined {
  for (let at = device.parent; at !== undefined; at = at.parent) if (at.properties.has("iothread")) return at;
  return undefined;
}

/** The threads that `info iothreads` names; it prints nothing where there are none. undefined: it is not that. */
export function readIothreads(text: string): ReadonlySet<string> | undefined {
  if (text.length > longest) return undefined;
  const isThat = text.trim() === "" || /^[\w.-]+:\r?\n +thread_id=\d/.test(text);
  return isThat ? new Set(text.match(/^[\w.-]+(?=:\r?$)/gm)) : undefined;
}
