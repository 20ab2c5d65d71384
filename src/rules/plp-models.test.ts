import { describe, expect, it } from "vitest";
import type { BlockDevice } from "../model/cluster.ts";
import { defaultPolicy } from "../model/policy.ts";
import { plpOf } from "./plp-models.ts";

const disk = (model: string): BlockDevice => ({
  name: "sdx",
  type: "disk",
  model,
  mountpoints: [],
  children: [],
});

describe("power-loss protection by model", () => {
  it.each([
    ["INTEL SSDSC2BA400G3", true],
    ["SAMSUNG MZILT3T8HALS", true],
    ["SAMSUNG MZ7KM480HAHP-00005", true],
    ["Micron_7400_MTFDKBA480TDZ", true],
    ["Samsung SSD 870 EVO 500GB", false],
    ["Samsung SSD 980 1TB", false],
    ["CT500P3PSSD8", false],
    ["KIOXIA KXG80ZNV1T02", undefined],
    ["CT1000MX500SSD1", undefined],
    ["", undefined],
  ])("%s: %s", (model, plp) => {
    expect(plpOf(disk(model), defaultPolicy)?.plp).toBe(plp);
  });

  it("believes a declaration before the table", () => {
    const disks = [{ match: "Samsung SSD 870*", value: { plp: true }, source: "lanekeeper.yaml:3" }];
    expect(plpOf(disk("Samsung SSD 870 EVO 500GB"), { ...defaultPolicy, disks })?.plp).toBe(true);
  });
});
