import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { passthroughWithoutFixedMemory } from "./passthrough-without-fixed-memory.ts";

describe("guest/passthrough-without-fixed-memory", () => {
  itHoldsItsPage(passthroughWithoutFixedMemory);

  it("names the devices and the line", () => {
    const line = "hostpci0: 0000:02:00 | hostpci1: mapping=gpu | balloon: 2048";
    expect(judgeLine(passthroughWithoutFixedMemory, line)).toMatchObject({
      message: "balloon is 2048 MiB (written); all memory is held in place by hostpci0, hostpci1",
      evidence: [
        { fact: "balloon", value: "2048", source: "101.conf:3" },
        { fact: "hostpci0" },
        { fact: "hostpci1" },
      ],
      remedy: { changes: [{ key: "balloon", from: "2048", to: "0" }] },
    });
    const third = `${line} | hostpci2: mapping=shared-vf`;
    expect(judgeLine(passthroughWithoutFixedMemory, third)).toMatchObject({
      message: "balloon is 2048 MiB (written); all memory is held in place by 3 PCI devices",
    });
  });
});
