import type { ProcessCheck } from "../../model/run-output.ts";
import type { Drive } from "../../model/syntax/drive-string.ts";
import { type BlockNode, nodesOf } from "./block-nodes.ts";
import { propertyOf, type QtreeDevice } from "./qtree.ts";
import { onOff, type Property, type Wanted } from "./wanted-of-process.ts";

/** An answer of the monitor, or why there is none. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** What a process told of itself. */
export interface ProcessAnswers {
  readonly devices: readonly QtreeDevice[];
  readonly nodes: Reading<readonly BlockNode[]>;
  /** undefined: nobody needs to know. */
  readonly threads: Reading<ReadonlySet<string>> | undefined;
}

interface Found {
  readonly found?: string | undefined;
  /** Why that proves nothing. */
  readonly why?: string | undefined;
}

/** What is wanted of one property against what the process has. */
export function checkOf(wanted: Wanted, process: ProcessAnswers): ProcessCheck {
  const { disk, property, value } = wanted;
  const { found, why } = foundOf(wanted, process);
  const check = { drive: disk.key, property, wanted: value, found: found ?? null };
  if (found === undefined || why !== undefined)
    return { ...check, outcome: "open", why: why ?? "the process does not show it" };
  return { ...check, outcome: found === value ? "confirmed" : "differs" };
}

function foundOf({ disk, property }: Wanted, { devices, nodes, threads }: ProcessAnswers): Found {
  const found = propertyOf(devices, disk.key, property);
  switch (property) {
    case "rotation_rate":
      return { found };
    case "drive":
      // a job's node, whose name QEMU makes up, stands before the drive's as long as it runs (seen of backup and mirror)
      return { found, why: found?.startsWith("#") ? "a backup or a move is going on" : undefined };
    case "write-cache":
      // machines before 10.0 leave it to the backend, where the guest may change it
      return { found, why: found === "auto" ? "the process leaves it to the guest" : undefined };
    case "iothread": {
      const isThere = propertyOf(devices, disk.key, "drive") !== undefined;
      if (found === undefined) return isThere ? ofThreads(disk, threads) : {};
      return { found: found === "" ? "none" : "own" };
    }
    default:
      return ofNodes(disk, property, nodes);
  }
}

/** qemu-server makes a thread and gives it to the one drive or controller it is named after (QemuServer.pm, 9.2.6). */
function ofThreads({ bus, index }: Drive, threads: ProcessAnswers["threads"]): Found {
  if (threads === undefined || !threads.ok) return { why: threads?.reason };
  const owner = bus === "virtio" ? "virtio" : "virtioscsi";
  return { found: threads.value.has(`iothread-${owner}${index}`) ? "own" : "none" };
}

function ofNodes(disk: Drive, property: Property, nodes: ProcessAnswers["nodes"]): Found {
  if (!nodes.ok) return { why: nodes.reason };
  const all = nodesOf(nodes.value, disk);
  if (all.length === 0) return { why: "the process does not show its nodes" };
  // a throttle node has no cache of its own, and says that it is not direct
  const cached = all.filter(({ driver }) => driver !== "throttle");
  const zeroes = agreed(all, ({ detectZeroes }) => detectZeroes);
  switch (property) {
    case "direct":
      return { found: agreed(cached, ({ direct }) => onOff(direct)), why: whyNoDefault(disk, all) };
    case "no-flush":
      return { found: agreed(cached, ({ noFlush }) => onOff(noFlush)) };
    case "detect-zeroes":
      return { found: zeroes, why: zeroes === undefined ? "its nodes say different things" : undefined };
    default:
      // QEMU refuses detect-zeroes=unmap on a node that does not pass discards on
      return zeroes === "unmap" ? { found: zeroes } : { why: "only detect-zeroes unmap would show it" };
  }
}

/** undefined: they say different things, as with qemu-server 9.0.1 to 9.0.7, which told the file's node only. */
function agreed(nodes: readonly BlockNode[], say: (node: BlockNode) => string): string | undefined {
  const [first, ...others] = nodes.map(say);
  return others.every((other) => other === first) ? first : undefined;
}

/** btrfs alone opens buffered without `cache`, unless it is nocow, and its images are `…/disk.raw` (pve-storage BTRFSPlugin.pm). */
function whyNoDefault({ options }: Drive, nodes: readonly BlockNode[]): string | undefined {
  return options["cache"] === undefined && nodes.some(({ file }) => file.endsWith("/disk.raw"))
    ? "without cache= it depends on the btrfs storage"
    : undefined;
}
