import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { unhealthy } from "./unhealthy.ts";

describe("pool/unhealthy", () => {
  itHoldsItsPage(unhealthy);

  it("says what is lost, and looks at the backups first", () => {
    expect(judgeLine(unhealthy, "@pool-fact tank dataErrors=yes")).toMatchObject({
      message: "ONLINE, and ZFS knows of data errors: files or disks of guests are damaged",
      remedy: { steps: [expect.stringContaining("good backups"), {}, {}, {}] },
    });
  });
});
