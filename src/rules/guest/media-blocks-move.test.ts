import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { mediaBlocksMove } from "./media-blocks-move.ts";

describe("guest/media-blocks-move", () => {
  itHoldsItsPage(mediaBlocksMove);

  it("names the medium and empties the drive without losing its other keys", () => {
    const line = "scsi0: san:vm-101-disk-0 | ide2: local:iso/x.iso,media=cdrom,size=600M,backup=0";
    expect(judgeLine(mediaBlocksMove, line)).toMatchObject({
      message: "ISO in ide2 on local, which is not shared: it cannot move with that",
      evidence: [{ fact: "ide2", source: "101.conf:2" }],
      remedy: {
        kind: "manual",
        takesEffect: "at-once",
        commands: [{ argv: ["qm", "set", "101", "--ide2", "none,media=cdrom,backup=0"], node: "pve1" }],
      },
    });
  });

  it("names the unknown where HA is not known", () => {
    const line = "scsi0: san:vm-101-disk-0 | ide2: cdrom,media=cdrom | @no-file ha/resources.cfg";
    expect(judgeLine(mediaBlocksMove, line)).toMatchObject({
      message: expect.stringContaining("not known whether HA looks after it"),
    });
  });
});
