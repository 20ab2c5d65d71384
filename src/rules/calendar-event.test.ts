import { describe, expect, it } from "vitest";
import { longestPause } from "./calendar-event.ts";

describe("longestPause", () => {
  it.each([
    ["*/15", 15],
    ["*/7", 7],
    ["30", 60],
    ["22:30", 1440],
    ["8..18:00", 14 * 60],
    ["*:0/20", 20],
    ["mon..fri 6:00", 3 * 1440],
    ["sat..mon 6:00", 5 * 1440],
    ["mon,wed 0:00:00", 5 * 1440],
    ["hourly", 60],
    ["weekly", 7 * 1440],
  ])("%s: %i minutes", (schedule, minutes) => {
    expect(longestPause(schedule)).toBe(minutes);
  });

  it.each(["", "2026-*-1 0:00", "monthly", "*/0", "25:00", "foo 1:00", "mon tue 1:00", "x"])(
    "%s: not known",
    (schedule) => {
      expect(longestPause(schedule)).toBeUndefined();
    },
  );
});
