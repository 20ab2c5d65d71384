import { describe, expect, it } from "vitest";
import { capture } from "../../../test/apply/monitor/capture.ts";
import { nodesOf, readBlockNodes } from "./block-nodes.ts";

const answer = (name: string, command: string): string => capture(name).answers.get(command) ?? "";

/** `scsi0 direct`: each paragraph's name with what it has. */
const told = (text: string): readonly string[] =>
  (readBlockNodes(text) ?? []).map(({ name, driver, direct, noFlush, detectZeroes }) =>
    [name, driver, ...(direct ? ["direct"] : []), ...(noFlush ? ["no-flush"] : []), detectZeroes].join(" "),
  );

const notThat = ["", "unknown command: 'info block'\r\n", "{}", "dev scsi-hd", "x".repeat(5_000_000)];

describe("info block", () => {
  it("tells each node's cache, of which the topmost has none from machine 10.0 on", () => {
    const [virtio1, virtio0] = ["45cd5dfa3e6e5c562010e4aaf138a0", "c6043910b9d6adfd2c6ffb1083496a"];
    expect(told(answer("blockdev-10.0", "info block -n")).slice(0, 6)).toEqual([
      "drive-virtio1 throttle on",
      `f${virtio1} raw no-flush on`,
      `e${virtio1} file no-flush on`,
      "drive-virtio0 throttle on",
      `f${virtio0} qcow2 direct on`,
      `e${virtio0} file direct on`,
    ]);
  });

  it("tells each drive's cache before", () => {
    expect(told(answer("drive-7.2", "info block"))).toEqual([
      "drive-scsi0 raw direct unmap",
      "drive-scsi1 qcow2 on",
      "drive-virtio0 qcow2 direct on",
      "drive-virtio1 raw no-flush on",
    ]);
  });

  it("finds the nodes of a drive and its volume", () => {
    const nodes = (name: string, command: string, file: string) =>
      nodesOf(readBlockNodes(answer(name, command)) ?? [], { key: "scsi0", file }).map(
        ({ driver }) => driver,
      );
    const volume = "local:101/vm-101-disk-5.raw";
    expect(nodes("backup-blockdev-11.1", "info block -n", volume)).toEqual(["throttle", "raw", "file"]);
    expect(nodes("backup-blockdev-11.1", "info block -n", "local:101/other.raw")).toEqual([]);
    expect(nodes("backup-blockdev-11.1", "info block", volume)).toEqual([]);
    expect(nodes("backup-drive-11.1", "info block", volume)).toEqual([]);
    expect(nodes("overlay-drive-11.1", "info block", volume)).toEqual(["qcow2"]);
    expect(nodes("drive-7.2", "info block", "any")).toEqual(["raw"]);
  });

  it("says that anything else is not understood", () => {
    for (const other of notThat) expect(readBlockNodes(other)).toBeUndefined();
  });

  it("reads hostile text in a line's time", () => {
    for (const text of [
      `a: ${" (b".repeat(300_000)}`,
      `${"a".repeat(300_000)} (${"b".repeat(300_000)}`,
      "a\n\n".repeat(300_000),
    ])
      expect(readBlockNodes(text)).toBeUndefined();
  });
});
