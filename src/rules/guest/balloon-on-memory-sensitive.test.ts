import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { balloonOnMemorySensitive } from "./balloon-on-memory-sensitive.ts";

describe("guest/balloon-on-memory-sensitive", () => {
  itHoldsItsPage(balloonOnMemorySensitive);

  it("says whether anyone asked for it, and who declared what", () => {
    expect(judgeLine(balloonOnMemorySensitive, "tags: infrastructure")).toMatchObject({
      message: "the balloon device is there (default, nobody set it); declared infrastructure",
      remedy: { changes: [{ target: "guest", key: "balloon", from: null, to: "0" }] },
    });
    expect(judgeLine(balloonOnMemorySensitive, "ostype: win10 | balloon: 2048")).toMatchObject({
      message: "balloon is 2048 MiB (written); Windows does badly under memory pressure",
      remedy: { changes: [{ from: "2048", to: "0" }] },
    });
  });
});
