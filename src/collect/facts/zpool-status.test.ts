import { describe, expect, it } from "vitest";
import { parseZpoolStatus } from "./zpool-status.ts";

const text = `  pool: rust
 state: DEGRADED
status: One or more devices could not be opened.
  scan: scrub repaired 0B in 00:10:01 with 0 errors on Sun Nov  8 00:34:02 2026
config:

\tNAME                                 STATE     READ WRITE CKSUM
\trust                                 DEGRADED     0     0     0
\t  raidz2-0                           DEGRADED     0     0     0
\t    /dev/sda1                        ONLINE       0     0     0
\t    /dev/sdb1                        UNAVAIL      0     0     0
\t    replacing-2                      DEGRADED     0     0     0
\t      /dev/sdc1                      ONLINE       0     0     0
\tspecial\t
\t  mirror-1                           ONLINE       0     0     0
\t    /dev/nvme0n1p4                   ONLINE       0     0     0
\t    /dev/nvme1n1p4                   ONLINE       0     0     0
\tlogs\t
\t  /dev/sdx1                          ONLINE       0     0     0

errors: No known data errors

  pool: single
 state: ONLINE
config:

\tNAME         STATE     READ WRITE CKSUM
\tsingle       ONLINE       0     0     0
\t  /dev/sdd1  ONLINE       0     0     0

errors: No known data errors
`;

describe("zpool status -LP", () => {
  it("reads pools, vdevs and what they are for", () => {
    expect(parseZpoolStatus(text)).toEqual([
      {
        name: "rust",
        state: "DEGRADED",
        vdevs: [
          { role: "data", kind: "raidz2", devices: ["/dev/sda1", "/dev/sdb1", "/dev/sdc1"] },
          { role: "special", kind: "mirror", devices: ["/dev/nvme0n1p4", "/dev/nvme1n1p4"] },
          { role: "log", kind: "disk", devices: ["/dev/sdx1"] },
        ],
      },
      { name: "single", state: "ONLINE", vdevs: [{ role: "data", kind: "disk", devices: ["/dev/sdd1"] }] },
    ]);
  });
  it("knows a node without pools", () => {
    expect(parseZpoolStatus("no pools available\n")).toEqual([]);
  });
  it("refuses anything else", () => {
    expect(() => parseZpoolStatus("command not found")).toThrow("zpool status");
  });
});
