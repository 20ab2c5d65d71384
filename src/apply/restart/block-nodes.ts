import { createHash } from "node:crypto";
import { longest } from "./qtree.ts";

/** A node of its block layer: a part of what a drive's bytes go through. */
export interface BlockNode {
  /** `drive-scsi0`, `#block190`; of a drive that has a name besides its node's, the drive's. */
  readonly name: string;
  /** `throttle`, `qcow2`, `host_device` */
  readonly driver: string;
  /** As printed: a path, or `json:{…}`. */
  readonly file: string;
  readonly direct: boolean;
  readonly noFlush: boolean;
  /** `off`, `on`, `unmap` */
  readonly detectZeroes: string;
}

/**
 * What it prints for `info block`, and of every node for `info block -n`: paragraphs that begin with
 * `name: file (driver)` (seen of QEMU 7.2, 10.0 and 11.1). undefined: it is not that. A drive without a medium is left
 * out. Whether it is writeback or writethrough is not read: a guest's firmware changes it (seen of virtio with SeaBIOS).
 */
export function readBlockNodes(text: string): readonly BlockNode[] | undefined {
  if (text.length > longest) return undefined;
  const nodes = text.split(/\r?\n\r?\n/).flatMap((paragraph): readonly BlockNode[] => {
    const [heading = "", ...lines] = paragraph.split("\n").map((line) => line.trim());
    const [, name, file, driver] =
      /^(\S+)(?: \([^\s()]+\))?: (.*) \(([\w-]+)(?:, [\w-]+)*\)$/.exec(heading) ?? [];
    const cache = told(lines, "Cache mode")?.split(", ");
    if (name === undefined || file === undefined || driver === undefined || cache === undefined) return [];
    return [
      {
        name,
        driver,
        file,
        direct: cache.includes("direct"),
        noFlush: cache.includes("ignore flushes"),
        detectZeroes: told(lines, "Detect zeroes") ?? "off",
      },
    ];
  });
  return nodes.length === 0 ? undefined : nodes;
}

function told(lines: readonly string[], what: string): string | undefined {
  return lines
    .find((line) => line.startsWith(`${what}:`))
    ?.slice(what.length + 1)
    .trim();
}

/** Drivers of what a volume holds (qemu-server's `format`, 9.2.6): any other in their place is a job's. */
const formats = new Set(["raw", "qcow", "qed", "qcow2", "vmdk", "cloop"]);

/**
 * What a drive's bytes go through, from the top. From machine 10.0 on a throttle, a format and a file, named after drive
 * and volume (qemu-server Blockdev.pm get_node_name, 9.2.6); before, the format alone is told. Empty: they are not shown.
 */
export function nodesOf(
  nodes: readonly BlockNode[],
  { key, file }: { readonly key: string; readonly file: string },
): readonly BlockNode[] {
  const hash = createHash("sha256").update(`drive=${key},volid=${file}`).digest("hex").slice(0, 30);
  const own = [`drive-${key}`, `f${hash}`, `e${hash}`].map((wanted) =>
    nodes.filter(({ name }) => name === wanted),
  );
  if (own.every(({ length }) => length === 1)) return own.flat();
  const [top = []] = own;
  return top.length === 1 ? top.filter(({ driver }) => formats.has(driver)) : [];
}
