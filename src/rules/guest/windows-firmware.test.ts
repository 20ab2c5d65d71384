import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { windowsFirmware } from "./windows-firmware.ts";

describe("guest/windows-firmware", () => {
  itHoldsItsPage(windowsFirmware);

  it("says what is in force and changes nothing by itself", () => {
    expect(judgeLine(windowsFirmware, "ostype: win11")).toMatchObject({
      message: "bios is seabios (default, nobody set it), machine is i440fx (default, nobody set it)",
      remedy: { kind: "manual" },
    });
    expect(judgeLine(windowsFirmware, "ostype: win11 | bios: ovmf | machine: pc-i440fx-9.2")).toMatchObject({
      message: "machine is pc-i440fx-9.2 (written)",
    });
  });
});
