import type { UnreadableFile } from "../model/cluster.ts";
import type { Missing } from "../model/fact.ts";

/** Configs of guests that are, or may be, there and were not read, one entry for each gap; `node` where it is known. */
export function unreadGuests(unreadable: readonly UnreadableFile[]): readonly Missing[] {
  return unreadable.flatMap(({ path, line, reason }) => {
    if (line !== undefined || !hidesGuests(path)) return [];
    const node = /^nodes\/([^/]+)\/qemu-server\//.exec(path)?.[1];
    const where = node === undefined ? {} : { node };
    return [
      {
        fact: `other guests' configs (${path})`,
        ...where,
        access: "shell" as const,
        how: `${path}: ${reason}`,
      },
    ];
  });
}

/** A guest's file, a whole node's, the list of guests, or a right without which guests are hidden. */
const hidesGuests = (path: string): boolean =>
  /(?:^|\/)(?:\d+|\*)\.conf$/.test(path) || path === "nodes/" || path === "VM.Audit on /vms";
