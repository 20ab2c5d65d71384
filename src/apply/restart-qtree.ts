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
const longest = 4_000_000;

/**
 * What the monitor prints for `info qtree`: each level two blanks deeper, `dev: kind, id "id"`, then `name = value`
 * (QEMU system/qdev-monitor.c, 10.0). undefined: it is not that. A line that is neither is skipped.
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
