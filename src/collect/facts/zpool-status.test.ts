import { describe, expect, it } from "vitest";
import { parseZpoolStatus } from "./zpool-status.ts";

const degraded = `  pool: rust
 state: DEGRADED
status: One or more devices could not be opened.  Sufficient replicas exist for
\tthe pool to continue functioning in a degraded state.
action: Attach the missing device and online it using 'zpool online'.
  scan: scrub repaired 0B in 00:10:01 with 0 errors on Sun Nov  8 00:34:02 2026
config:

\tNAME                                 STATE     READ WRITE CKSUM
\trust                                 DEGRADED     0     0     0
\t  raidz2-0                           DEGRADED     0     0     0
\t    /dev/sda1                        ONLINE       0     0     0
\t    1234567890123456789              UNAVAIL      0     0     0  was /dev/sdb1
\t    replacing-2                      DEGRADED     0     0     0
\t      /dev/sdc1                      ONLINE       0     0     0
\tspecial\t
\t  mirror-1                           ONLINE       0     0     0
\t    /dev/nvme0n1p4                   ONLINE       0     0     0
\t    /dev/nvme1n1p4                   ONLINE       0     0     0
\tlogs\t
\t  /dev/sdx1                          ONLINE       0     0     0
\tspares
\t  /dev/sdy1                          AVAIL

errors: 2 data errors, use '-v' for a list

`;

const single = `  pool: single
 state: ONLINE
config:

\tNAME         STATE     READ WRITE CKSUM
\tsingle       ONLINE       0     0     0
\t  /dev/sdd1  ONLINE       0     0     0

errors: No known data errors
`;

const scanned = (scan: string): unknown =>
  parseZpoolStatus(single.replace("config:", `  scan: ${scan}\nconfig:`))[0]?.lastScrub;

describe("zpool status -LP", () => {
  it("reads pools, vdevs and what they are for", () => {
    expect(parseZpoolStatus(degraded + single)).toEqual([
      {
        name: "rust",
        state: "DEGRADED",
        status:
          "One or more devices could not be opened. Sufficient replicas exist for the pool to continue functioning in a degraded state.",
        dataErrors: true,
        lastScrub: "2026-11-08T00:34:02.000Z",
        vdevs: [
          {
            name: "raidz2-0",
            role: "data",
            kind: "raidz2",
            devices: ["/dev/sda1", "/dev/sdb1", "/dev/sdc1"],
          },
          {
            name: "mirror-1",
            role: "special",
            kind: "mirror",
            devices: ["/dev/nvme0n1p4", "/dev/nvme1n1p4"],
          },
          { name: "/dev/sdx1", role: "log", kind: "disk", devices: ["/dev/sdx1"] },
          { name: "/dev/sdy1", role: "spare", kind: "disk", devices: ["/dev/sdy1"] },
        ],
      },
      {
        name: "single",
        state: "ONLINE",
        dataErrors: false,
        lastScrub: null,
        vdevs: [{ name: "/dev/sdd1", role: "data", kind: "disk", devices: ["/dev/sdd1"] }],
      },
    ]);
  });

  it("reads it with CRLF, and with blanks where a copy lost the tabs", () => {
    const read = parseZpoolStatus(single);
    expect(parseZpoolStatus(single.replaceAll("\n", "\r\n"))).toEqual(read);
    expect(parseZpoolStatus(single.replaceAll("\t", "        "))).toEqual(read);
    expect(parseZpoolStatus(single.replaceAll("\t", "    "))).toEqual(read);
  });

  it.each([
    ["none requested", null],
    ["scrub repaired 0 in 6h22m with 0 errors on Fri Aug 30 16:03:14 2013", "2013-08-30T16:03:14.000Z"],
    [
      "scrub repaired 4K in 1 days 02:03:04 with 0 errors on Sun Nov 15 02:03:04 2026",
      "2026-11-15T02:03:04.000Z",
    ],
    ["scrub in progress since Sun Nov  8 00:24:01 2026", undefined],
    ["scrub canceled on Sun Nov  8 00:24:01 2026", undefined],
    ["resilvered 1.2G in 00:01:02 with 0 errors on Sun Nov  8 00:24:01 2026", undefined],
    ["scrub repaired 0B in 00:00:01 with 0 errors on nonsense", undefined],
  ])("knows when the last scrub ended: %s", (scan, expected) => {
    expect(scanned(scan)).toBe(expected);
  });

  it("says nothing of errors where the user may not see them", () => {
    const text = single.replace("No known data errors", "List of errors unavailable: permission denied");
    expect(parseZpoolStatus(text)[0]).not.toHaveProperty("dataErrors");
  });

  it("knows a node without pools", () => {
    expect(parseZpoolStatus("no pools available\n")).toEqual([]);
  });

  it.each([
    ["command not found", "is not an output of zpool status"],
    ["all pools are healthy\n", "is not an output of zpool status"],
    ["  pool: a\n state: ONL", "is cut off"],
    ["{}", "is not an output of zpool status"],
    ['{"pools": {"a"', "is cut off"],
  ])("refuses %j", (text, reason) => {
    expect(() => parseZpoolStatus(text)).toThrow(reason);
  });

  it("reads megabytes of junk without hanging", () => {
    for (const junk of [
      "  pool: a\n".repeat(3e5),
      `${single}${"\t  ".repeat(1e6)}`,
      " state: \n".repeat(3e5),
    ])
      try {
        parseZpoolStatus(junk);
      } catch (error) {
        expect(String(error)).toMatch(/is (?:cut off|not an output)/);
      }
  });
});

const disk = (name: string, path: string) => ({ name, vdev_type: "disk", path, state: "ONLINE" });

const json = (pool: object, guid: unknown = "9876543210987654321"): string =>
  JSON.stringify({
    output_version: { command: "zpool status", vers_major: 0, vers_minor: 1 },
    pools: {
      tank: {
        name: "tank",
        state: "ONLINE",
        pool_guid: guid,
        vdevs: {
          tank: {
            name: "tank",
            vdev_type: "root",
            vdevs: {
              "mirror-0": {
                name: "mirror-0",
                vdev_type: "mirror",
                vdevs: {
                  sda: disk("sda", "/dev/sda1"),
                  "replacing-1": {
                    name: "replacing-1",
                    vdev_type: "replacing",
                    vdevs: { sdb: disk("sdb", "/dev/sdb1") },
                  },
                },
              },
              "indirect-1": { name: "indirect-1", vdev_type: "indirect" },
            },
          },
        },
        ...pool,
      },
    },
  });

describe("zpool status -j", () => {
  it("reads the same as text", () => {
    const [pool] = parseZpoolStatus(
      json({
        status: "One or more devices has been taken offline.\n\tSufficient replicas exist.\n",
        error_count: "0",
        logs: { sdc: disk("sdc", "/dev/sdc1") },
        l2cache: { sdd: disk("sdd", "/dev/sdd1") },
        scan_stats: { function: "SCRUB", state: "FINISHED", end_time: "Sun Nov  8 00:34:02 2026" },
      }),
    );
    expect(pool).toEqual({
      name: "tank",
      state: "ONLINE",
      status: "One or more devices has been taken offline. Sufficient replicas exist.",
      dataErrors: false,
      lastScrub: "2026-11-08T00:34:02.000Z",
      vdevs: [
        { name: "mirror-0", role: "data", kind: "mirror", devices: ["/dev/sda1", "/dev/sdb1"] },
        { name: "sdc", role: "log", kind: "disk", devices: ["/dev/sdc1"] },
        { name: "sdd", role: "cache", kind: "disk", devices: ["/dev/sdd1"] },
      ],
    });
  });

  it("reads --json-int, whose ids are beyond 2^53", () => {
    const scan = { function: 1, state: 2, end_time: 1_794_100_442 };
    const text = json({ error_count: 3, status: "OK", scan_stats: scan }).replace(
      '"9876543210987654321"',
      "9876543210987654321",
    );
    const [pool] = parseZpoolStatus(text);
    expect(pool).toMatchObject({ dataErrors: true, lastScrub: "2026-11-08T01:14:02.000Z" });
    expect(pool).not.toHaveProperty("status");
    expect(JSON.stringify(pool)).not.toContain("98765");
  });

  it.each([
    [undefined, null],
    [{ function: "NONE", state: "NONE" }, null],
    [{ function: "RESILVER", state: "FINISHED", end_time: "Sun Nov  8 00:34:02 2026" }, undefined],
    [{ function: "SCRUB", state: "SCANNING", end_time: "-" }, undefined],
    [{ function: "SCRUB", state: "FINISHED", end_time: "999999999999" }, "+033658-09-27T01:46:39.000Z"],
  ])("knows when the last scrub ended: %j", (scan, expected) => {
    expect(parseZpoolStatus(json({ scan_stats: scan }))[0]?.lastScrub).toBe(expected);
  });
});
