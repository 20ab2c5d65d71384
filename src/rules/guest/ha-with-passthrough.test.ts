import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { haWithPassthrough } from "./ha-with-passthrough.ts";

describe("guest/ha-with-passthrough", () => {
  itHoldsItsPage(haWithPassthrough);

  it("names the raw devices only, and how to keep HA here", () => {
    const line = "hostpci0: 0000:02:00 | hostpci1: mapping=everywhere | @ha started";
    expect(judgeLine(haWithPassthrough, line)).toMatchObject({
      message: "HA may start it on another node, but hostpci0 is an address on this one",
      remedy: {
        kind: "manual",
        steps: [expect.anything(), expect.stringContaining("--nodes pve1 --strict 1"), expect.anything()],
      },
    });
  });

  it("names the nodes a mapping leaves out", () => {
    expect(judgeLine(haWithPassthrough, "hostpci1: mapping=gpu | @ha started")).toMatchObject({
      message: "HA may start it on another node, but hostpci1 (mapping gpu) has no device on pve2, pve3",
    });
  });

  it("says where an unread mapping is listed", () => {
    const line = "hostpci1: mapping=gpu | usb0: mapping=stick | @ha started | @no-file mapping/pci.cfg";
    expect(judgeLine(haWithPassthrough, line)).toMatchObject({
      missing: [
        {
          fact: "whether the other nodes have the device of hostpci1",
          how: expect.stringContaining("pci/gpu"),
        },
        {
          fact: "whether the other nodes have the device of usb0",
          how: expect.stringContaining("usb/stick"),
        },
      ],
    });
  });
});
