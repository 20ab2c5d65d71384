import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { trimTwice } from "./trim-twice.ts";

describe("pool/trim-twice", () => {
  itHoldsItsPage(trimTwice);

  it("switches the timer off", () => {
    expect(judgeLine(trimTwice, "@trim timer tank")).toMatchObject({
      message:
        "/etc/cron.d/zfsutils-linux and zfs-trim-monthly@tank.timer both trim this pool: twice the load, nothing gained",
      remedy: { commands: [{ argv: ["systemctl", "disable", "--now", "zfs-trim-monthly@tank.timer"] }] },
    });
  });
});
