import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { logbiasThroughput } from "./logbias-throughput.ts";

describe("pool/logbias-throughput", () => {
  itHoldsItsPage(logbiasThroughput);

  it("sets latency where throughput was set", () => {
    expect(judgeLine(logbiasThroughput, "@dataset tank logbias=throughput")).toMatchObject({
      message: expect.stringContaining("logbias is throughput on tank"),
      remedy: { changes: [{ dataset: "tank", key: "logbias", from: "throughput", to: "latency" }] },
    });
  });
});
