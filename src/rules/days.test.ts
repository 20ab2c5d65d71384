import { describe, expect, it } from "vitest";
import { daysBetween, daysSince } from "./days.ts";

describe("days between two times", () => {
  it.each([
    ["2026-11-08T01:36:11Z", "2026-11-22T01:36:00Z", 14],
    ["2024-02-28", "2024-03-01", 2],
    ["2023-02-28", "2023-03-01", 1],
    ["2025-12-31T12:00:00Z", "2026-01-01T00:00:00Z", 0.5],
    ["1900-02-28", "1900-03-01", 1],
  ])("%s to %s", (from, to, days) => {
    expect(daysBetween(from, to)).toBeCloseTo(days, 5);
  });

  it("counts from the epoch, and refuses what is no time", () => {
    expect(daysSince(86_400, "1970-01-03T00:00:00Z")).toBe(1);
    expect(daysSince(0, "2026-11-22T00:00:00Z")).toBe(20_779);
    expect(daysBetween("yesterday", "2026-11-22")).toBeUndefined();
  });
});
