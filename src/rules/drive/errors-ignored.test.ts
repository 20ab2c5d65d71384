import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { errorsIgnored } from "./errors-ignored.ts";

describe("drive/errors-ignored", () => {
  itHoldsItsPage(errorsIgnored);

  it("takes away what is there, and only that", () => {
    expect(judgeLine(errorsIgnored, "scsi0: tank:vm-101-disk-0,rerror=ignore,werror=ignore")).toMatchObject({
      message: "rerror and werror are ignore (written): a failed read or write counts as done",
      remedy: {
        changes: [
          { key: "rerror", from: "ignore", to: null },
          { key: "werror", from: "ignore", to: null },
        ],
      },
    });
    expect(judgeLine(errorsIgnored, "scsi0: tank:vm-101-disk-0,rerror=report,werror=ignore")).toMatchObject({
      message: "werror is ignore (written): a failed write counts as done",
      remedy: { changes: [{ key: "werror", to: null }] },
    });
  });
});
