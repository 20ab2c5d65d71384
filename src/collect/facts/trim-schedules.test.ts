import { describe, expect, it } from "vitest";
import { parseCron, parseListTimers, parseUnitFiles } from "./trim-schedules.ts";

const timer = (unit: string, next: number | null) => ({
  next,
  left: next,
  last: 0,
  passed: 0,
  unit,
  activates: "x",
});
const timers = (...rows: readonly object[]) =>
  parseListTimers(JSON.stringify(rows), "t").map(({ pool }) => pool);

describe("systemctl list-timers", () => {
  it("reads the timers that will fire, in microseconds", () => {
    const next = 1_796_086_723_942_790;
    expect(
      timers(
        timer("zfs-trim-monthly@tank.timer", next),
        timer("zfs-trim-weekly@local\\x2dzfs.timer", next),
        timer("zpool-trim.timer", next),
        timer("zfs-trim-monthly@off.timer", null),
        timer("fstrim.timer", next),
        timer("zfs-scrub-monthly@tank.timer", next),
      ),
    ).toEqual(["tank", "local-zfs", null]);
    expect(parseListTimers("[]", "t")).toEqual([]);
  });

  it("reads the table, where a dash or n/a is no date", () => {
    const table = `NEXT                          LEFT LAST PASSED UNIT                         ACTIVATES
Mon 2026-11-23 00:00:00 UTC    16h -         - zfs-trim-monthly@tank.timer  zfs-trim@tank.service
-                                - -         - zfs-trim-weekly@rust.timer   zfs-trim@rust.service
n/a                            n/a n/a     n/a zfs-trim-weekly@old.timer    zfs-trim@old.service

3 timers listed.
`;
    expect(parseListTimers(table, "t")).toEqual([
      { kind: "timer", pool: "tank", debianJob: false, source: "t" },
    ]);
  });

  it.each([
    "System has not been booted with systemd as init system (PID 1). Can't operate.\n",
    '[{"x": 1}]',
    "",
  ])("refuses %j", (text) => {
    expect(() => parseListTimers(text, "t")).toThrow("is not an output of systemctl list-timers");
  });
});

describe("systemctl list-unit-files", () => {
  it("knows only enabled timers with a pool: a template never fires", () => {
    const rows = [
      { unit_file: "zfs-trim-monthly@.timer", state: "enabled" },
      { unit_file: "zfs-trim-monthly@tank.timer", state: "enabled" },
      { unit_file: "zfs-trim-monthly@rust.timer", state: "disabled" },
    ];
    expect(parseUnitFiles(JSON.stringify(rows), "u").map(({ pool }) => pool)).toEqual(["tank"]);
    const table = `UNIT FILE STATE PRESET\n${rows.map(({ unit_file, state }) => `${unit_file} ${state} enabled\n`).join("")}`;
    expect(parseUnitFiles(table, "u").map(({ pool }) => pool)).toEqual(["tank"]);
    expect(() => parseUnitFiles("nothing", "u")).toThrow("is not an output");
  });
});

describe("cron", () => {
  const job =
    "24 0 1-7 * * root if [ $(date +\\%w) -eq 0 ] && [ -x /usr/lib/zfs-linux/trim ]; then /usr/lib/zfs-linux/trim; fi";

  it("reads Debian's own job, from the file or from grep", () => {
    const debian = { kind: "cron", pool: null, debianJob: true };
    expect(parseCron(`PATH=/bin\n\n# TRIM /usr/lib/zfs-linux/trim\n${job}\n`, "f")).toEqual([
      { ...debian, source: "f" },
    ]);
    expect(parseCron(`/etc/cron.d/zfsutils-linux:${job}\n`, "f")).toEqual([
      { ...debian, source: "/etc/cron.d/zfsutils-linux" },
    ]);
    expect(parseCron(`/etc/cron.d/zfsutils-linux:#${job}\n`, "f")).toEqual([]);
    expect(parseCron("", "f")).toEqual([]);
  });

  it.each([
    ["0 1 * * * root zpool trim tank", "cron", "tank"],
    ["0 1 * * * root /sbin/zpool trim -r 100M tank sda && echo", "cron", "tank"],
    ["for p in $(zpool list -Ho name); do zpool trim $p; done", "cron", null],
    ["0 1 * * 0 root zpool trim -a", "cron", null],
    ["/etc/systemd/system/mine.service:ExecStart=/sbin/zpool trim tank", "timer", "tank"],
    ["/etc/systemd/system/mine@.service:ExecStart=/sbin/zpool trim %i", "timer", null],
  ])("reads who trims what: %s", (line, kind, pool) => {
    expect(parseCron(`${line}\n`, "f")).toMatchObject([{ kind, pool, debianJob: false }]);
  });
});
