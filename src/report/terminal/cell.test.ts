import { expect, it } from "vitest";
import { sampleGuest } from "../../../test/support/sample-report.ts";
import { cell } from "./cell.ts";

it("shows what was written where it is ignored, also when nothing is in force instead", () => {
  const [drive] = sampleGuest(101, "web").drives;
  if (drive?.settings == null) throw new Error("the sample has a drive with settings");
  const aio = { value: null, origin: "ignored", because: "librbd has no aio" } as const;
  const ignored = { ...drive, options: { aio: "native" }, settings: { ...drive.settings, aio } };
  expect(cell(ignored, "aio")).toBe("native!");
});
