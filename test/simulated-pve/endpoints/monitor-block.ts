import { createHash } from "node:crypto";
import type { Started, StartedDisk } from "./monitor-disks.ts";

/** `info block`: from machine 10.0 on the throttle on top, which has no cache of its own to show. */
export function drivesShown({ disks, hasNamedNodes }: Started): readonly string[] {
  return paragraphs(
    disks.map((disk, index) => {
      const { drive, writeCache, detectZeroes } = disk;
      const mode = writeCache === "on" ? "writeback" : "writethrough";
      const [heading, flags] = hasNamedNodes
        ? [`drive-${drive.key}: ${throttled(disk)} (throttle)`, ""]
        : [`drive-${drive.key} (#block${index}99): ${disk.path} (${disk.format})`, flagsOf(disk)];
      const attached = drive.bus === "virtio" ? `/machine/peripheral/${drive.key}/virtio-backend` : drive.key;
      return [
        heading,
        `    Attached to:      ${attached}`,
        `    Cache mode:       ${mode}${flags}`,
        ...zeroes(detectZeroes),
      ];
    }),
  );
}

/** `info block -n`: every node, the youngest first. */
export function nodesShown({ disks, hasNamedNodes }: Started): readonly string[] {
  return paragraphs(
    disks.toReversed().flatMap((disk, index) => {
      const { drive, path, format, protocol, detectZeroes } = disk;
      const hash = createHash("sha256").update(`drive=${drive.key},volid=${drive.file}`).digest("hex");
      const [upper, lower] = hasNamedNodes
        ? [`f${hash.slice(0, 30)}`, `e${hash.slice(0, 30)}`]
        : [`#block${index}99`, `#block${index}98`];
      const cache = `    Cache mode:       writeback${flagsOf(disk)}`;
      const told = [cache, ...zeroes(detectZeroes)];
      return [
        ...(hasNamedNodes
          ? [
              [
                `drive-${drive.key}: ${throttled(disk)} (throttle)`,
                "    Cache mode:       writeback",
                ...zeroes(detectZeroes),
              ],
            ]
          : []),
        [`${upper}: ${path} (${format})`, ...told],
        [`${lower}: ${path} (${protocol})`, ...(hasNamedNodes ? told : [cache])],
      ];
    }),
  );
}

function throttled({ drive: { key }, format, protocol, path }: StartedDisk): string {
  return `json:{"throttle-group": "throttle-drive-${key}", "driver": "throttle", "file": {"driver": "${format}", "file": {"driver": "${protocol}", "filename": "${path}"}}}`;
}

function flagsOf({ direct, noFlush }: StartedDisk): string {
  return `${direct ? ", direct" : ""}${noFlush ? ", ignore flushes" : ""}`;
}

function zeroes(mode: string): readonly string[] {
  return mode === "off" ? [] : [`    Detect zeroes:    ${mode}`];
}

function paragraphs(all: readonly (readonly string[])[]): readonly string[] {
  return all.flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}
