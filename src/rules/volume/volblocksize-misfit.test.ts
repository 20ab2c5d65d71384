import { describe, expect, it } from "vitest";
import { readExample } from "../../../test/support/example.ts";
import { policyOf } from "../../../test/support/policy.ts";
import { itHoldsItsPage, judge, judgeLine } from "../../../test/support/rule-page.ts";
import type { ClusterSnapshot } from "../../model/cluster.ts";
import { volblocksizeMisfit } from "./volblocksize-misfit.ts";

describe("volume/volblocksize-misfit", () => {
  itHoldsItsPage(volblocksizeMisfit);

  const sequential =
    "scsi0: tank:vm-101-disk-0 | scsi1: thin:vm-101-disk-1 | boot: order=scsi1 | tags: sequential";

  it("gives every command for a second storage, and keeps sparse", () => {
    expect(judgeLine(volblocksizeMisfit, sequential)).toMatchObject({
      message: "volblocksize is 16K under data declared sequential",
      remedy: {
        kind: "manual",
        commands: [
          { argv: ["zfs", "create", "tank/64k"], node: "pve1" },
          {
            argv: [
              ..."pvesm add zfspool tank-64k --pool tank/64k --blocksize 64k".split(" "),
              ..."--content images --sparse 1 --nodes pve1".split(" "),
            ],
          },
          { argv: ["qm", "move-disk", "101", "scsi0", "tank-64k"] },
        ],
      },
    });
  });

  it("hears what the policy says of one drive, its boot disk too", () => {
    const two = "scsi0: tank:vm-101-disk-0 | scsi1: thin:vm-101-disk-1 | boot: order=";
    const outcome = (line: string, drive: string, intent = "sequential") =>
      judgeLine(volblocksizeMisfit, line, policyOf(`drives: {101 ${drive}: ${intent}}`));
    expect(outcome(`${two}scsi1`, "scsi0")).toMatchObject({ severity: "warning" });
    expect(outcome(`${two}scsi1`, "scsi1")).toEqual({ kind: "pass" });
    // said of the boot disk itself it is misused, said of the guest it speaks for the others
    expect(outcome(`${two}scsi0`, "scsi0")).toMatchObject({ severity: "note" });
    expect(outcome(`${two}scsi0 | ostype: win11`, "scsi0", "write-heavy")).toMatchObject({
      severity: "note",
    });
  });

  it("keeps the article's order for write-heavy Windows", () => {
    const line = "scsi0: tank:vm-101-disk-0 | ostype: win11 | tags: write-heavy";
    expect(judgeLine(volblocksizeMisfit, line)).toMatchObject({
      remedy: {
        steps: [expect.stringContaining("NTFS clusters"), expect.stringContaining("accept the overhead")],
      },
    });
  });

  it("takes 8K for a wish where storage.cfg says so", () => {
    const { snapshot, drive } = readExample(
      "pass  scsi0: tank:vm-101-disk-0 | @zfs tank/vm-101-disk-0 volblocksize=8192",
    );
    const cfg = snapshot.files["storage.cfg"]?.replace("pool tank\n", "pool tank\n\tblocksize 8k\n") ?? null;
    const asked: ClusterSnapshot = { ...snapshot, files: { ...snapshot.files, "storage.cfg": cfg } };
    expect(judge(volblocksizeMisfit, snapshot, drive)).toMatchObject({ kind: "fail", severity: "note" });
    expect(judge(volblocksizeMisfit, asked, drive)).toEqual({ kind: "pass" });
  });
});
