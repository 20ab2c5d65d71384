import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { cacheDoublesArc } from "./cache-doubles-arc.ts";

const onDataset = "scsi0: zdir:101/vm-101-disk-0.raw,aio=threads,cache=writeback";
const cacheAndAio = [
  { key: "cache", from: "writeback", to: "none" },
  { key: "aio", from: "threads", to: null },
];

describe("drive/cache-doubles-arc", () => {
  itHoldsItsPage(cacheDoublesArc);

  it("needs no more than cache=none on a zvol", () => {
    expect(judgeLine(cacheDoublesArc, "scsi0: tank:vm-101-disk-0,cache=writeback,aio=threads")).toMatchObject(
      {
        message: "cache is writeback (written) over ZFS: the same data is in page cache and in ARC at once",
        remedy: { safety: "safe", changes: cacheAndAio },
      },
    );
  });

  it("carries direct=disabled on a file of a dataset, with a zvol as the first choice", () => {
    const outcome = judgeLine(cacheDoublesArc, `${onDataset} | tags: golden`);
    expect(outcome).toMatchObject({
      message:
        "cache is writeback (written) over ZFS: cached twice; cache=none alone would be slower (drive/odirect-on-dataset-file)",
      remedy: {
        safety: "review",
        changes: [
          ...cacheAndAio,
          {
            target: "dataset",
            node: "pve1",
            dataset: "tank/dir",
            key: "direct",
            from: "standard",
            to: "disabled",
          },
        ],
        steps: [
          expect.stringMatching(/^first choice: .* qm move-disk 101 scsi0 tank$/),
          expect.stringContaining("drive/odirect-on-dataset-file"),
          expect.stringContaining("recordsize=16K tank/dir"),
          expect.stringContaining("test-boot a clone"),
        ],
      },
    });
  });

  it("names what it does not know instead of setting it", () => {
    expect(judgeLine(cacheDoublesArc, `${onDataset} | @without datasets`)).toMatchObject({
      remedy: {
        safety: "safe",
        changes: cacheAndAio,
        risks: [
          expect.stringContaining("not known: direct of tank/dir"),
          expect.anything(),
          expect.anything(),
        ],
        steps: [
          expect.anything(),
          expect.stringContaining("zfs set direct=disabled tank/dir"),
          expect.anything(),
        ],
      },
    });
  });

  it("does not set what is set, or what does not exist", () => {
    expect(
      judgeLine(cacheDoublesArc, `${onDataset} | @zfs tank/dir direct=disabled recordsize=131072`),
    ).toMatchObject({
      message: expect.stringContaining("in page cache and in ARC at once"),
      remedy: { safety: "safe", changes: cacheAndAio },
    });
    const old = "@zfs tank/dir recordsize=131072 | @versions zfsutils-linux=2.2.6-pve1";
    expect(judgeLine(cacheDoublesArc, `${onDataset} | ${old}`)).toMatchObject({
      remedy: { changes: cacheAndAio, risks: [expect.stringContaining("an upgrade to OpenZFS 2.3")] },
    });
    const refused = "@zfs tank/dir recordsize=131072 | @versions zfsutils-linux=0.7.13";
    expect(judgeLine(cacheDoublesArc, `${onDataset} | ${refused}`)).toMatchObject({
      remedy: { changes: cacheAndAio, risks: [expect.stringContaining("cannot start")] },
    });
  });

  it("says that direct=always makes the cache pointless", () => {
    expect(
      judgeLine(cacheDoublesArc, `${onDataset} | @zfs tank/dir direct=always recordsize=131072`),
    ).toMatchObject({
      message: expect.stringContaining("direct=always on tank/dir sends it past ARC anyway"),
    });
  });
});
