import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { haBeyondReplicas } from "./ha-beyond-replicas.ts";

describe("guest/ha-beyond-replicas", () => {
  itHoldsItsPage(haBeyondReplicas);

  it("names the nodes without a replica, and the commands for both ways out", () => {
    const line = "scsi0: tank:vm-101-disk-0 | @ha started | @replicate pve2";
    expect(judgeLine(haBeyondReplicas, line)).toMatchObject({
      message: "HA may use pve3, where no replica is; it would not start there",
      remedy: {
        steps: [
          expect.stringMatching(/`pvesr create-local-job 101-\d pve3`/),
          expect.stringContaining("--nodes pve1,pve2 --strict 1"),
        ],
      },
    });
  });
});
