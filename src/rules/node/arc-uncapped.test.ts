import { describe, expect, it } from "vitest";
import { exampleOf } from "../../../test/support/resolved-example.ts";
import { itHoldsItsPage, judge, judgeLine } from "../../../test/support/rule-page.ts";
import { arcUncapped } from "./arc-uncapped.ts";

describe("node/arc-uncapped", () => {
  itHoldsItsPage(arcUncapped);

  it("shows the cap against RAM and what guests are promised", () => {
    expect(
      judgeLine(arcUncapped, "memory: 16384 | @other 102 memory: 8192 | @arc arcMax=0 cMax=63"),
    ).toMatchObject({
      message: "zfs_arc_max is not set: ARC may take 63G of 64G, guests here are promised 24G",
      remedy: { steps: [expect.stringContaining("here 6872367104"), {}, {}] },
    });
  });

  it("has nothing to say of a node without a pool", () => {
    const { files, ...rest } = exampleOf("@arc arcMax=0");
    const snapshot = { ...rest, files: { ...files, "storage.cfg": "dir: local\n\tpath /var/lib/vz\n" } };
    const bare = { ...snapshot, nodes: snapshot.nodes.map(({ pools: _, mounts: __, ...node }) => node) };
    expect(judge(arcUncapped, bare, undefined)).toEqual({ kind: "notApplicable" });
  });
});
