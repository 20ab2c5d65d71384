import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { odirectOnDatasetFile } from "./odirect-on-dataset-file.ts";

const onDataset = "scsi0: zdir:101/vm-101-disk-0.raw";

describe("drive/odirect-on-dataset-file", () => {
  itHoldsItsPage(odirectOnDatasetFile);

  it("says what each request moves, and proposes a zvol before direct=disabled", () => {
    expect(judgeLine(odirectOnDatasetFile, onDataset)).toMatchObject({
      message:
        "cache is none (default, nobody set it); past ARC, each 4K request on tank/dir moves a 128K record",
      evidence: [
        {},
        { fact: "dataset tank/dir", value: "direct=standard, recordsize=128K" },
        { fact: "OpenZFS" },
      ],
      remedy: {
        kind: "change",
        safety: "review",
        changes: [
          { target: "dataset", dataset: "tank/dir", key: "direct", from: "standard", to: "disabled" },
        ],
        steps: [
          "first choice: move the volume off the dataset, to tank or rust or thin: qm move-disk 101 scsi0 tank",
          "else: zfs set direct=disabled tank/dir",
          expect.stringContaining("recordsize=16K"),
        ],
      },
    });
  });

  it("asks for a test boot of a golden image", () => {
    expect(judgeLine(odirectOnDatasetFile, `${onDataset} | tags: golden`)).toMatchObject({
      remedy: {
        steps: expect.arrayContaining(["test-boot a clone afterwards: every later clone inherits this"]),
      },
    });
  });

  it("names what it does not know", () => {
    expect(judgeLine(odirectOnDatasetFile, `${onDataset} | @without packages`)).toMatchObject({
      message: expect.stringContaining("not known: version of zfsutils-linux"),
    });
    expect(judgeLine(odirectOnDatasetFile, `${onDataset} | @zfs tank/dir direct=standard`)).toMatchObject({
      message: expect.stringContaining("not known: recordsize of tank/dir"),
    });
    expect(
      judgeLine(odirectOnDatasetFile, `${onDataset} | @without datasets | @without packages`),
    ).toMatchObject({
      missing: [{ fact: "direct of tank/dir" }, { fact: "version of zfsutils-linux" }],
    });
  });

  it("sets no property that an old OpenZFS does not have", () => {
    const old = "@versions zfsutils-linux=2.2.7-pve2 | @zfs tank/dir recordsize=131072";
    expect(judgeLine(odirectOnDatasetFile, `${onDataset} | ${old}`)).toMatchObject({
      message: expect.stringContaining("OpenZFS 2.2.7-pve2 ignores O_DIRECT here"),
      remedy: { kind: "manual", steps: [expect.stringContaining("qm move-disk")] },
    });
  });
});
