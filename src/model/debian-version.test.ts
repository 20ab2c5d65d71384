import { describe, expect, it } from "vitest";
import { compareDebianVersions } from "./debian-version.ts";

describe("compareDebianVersions", () => {
  const ascending = [
    "7.0-5",
    "7.0-10",
    "7.0-11",
    "7.2-5",
    "8.3.12",
    "9.0.1",
    "9.0.8~rc1",
    "9.0.8",
    "9.0.16",
    "9.1.18",
    "1:1.0",
  ];
  it("orders package versions as dpkg does", () => {
    expect([...ascending].reverse().sort(compareDebianVersions)).toEqual(ascending);
  });
  it.each([
    ["9.2", "9.2", 0],
    ["2.3.3-pve1", "2.3.3", 1],
    ["2.4.0~rc1", "2.4.0", -1],
    ["10.0.2-1", "9.2.0-5", 1],
    ["1.2a", "1.2+", -1],
    ["6.14.0-1", "6.8.12-9", 1],
  ])("%s against %s", (a, b, sign) => {
    expect(Math.sign(compareDebianVersions(a, b))).toBe(sign);
  });
});
