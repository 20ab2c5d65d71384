import { describe, expect, it } from "vitest";
import { parseArcMax, parseArcstats, parseMeminfo } from "./arcstats.ts";
import { parseDatastores, parsePvesmStatus, parseQmList } from "./node-tables.ts";

const arcstats = `19 1 0x01 148 40256 92436679610 153018905711
name                            type data
hits                            4    100
demand_data_hits                4    50
demand_data_misses              4    3
demand_metadata_hits            4    20
demand_metadata_misses          4    4
c_max                           4    68719476736
size                            4    1024
`;

describe("the ARC and the memory", () => {
  it("reads arcstats", () => {
    expect(parseArcstats(arcstats)).toEqual({
      size: 1024,
      cMax: 68719476736,
      demandHits: 70,
      demandMisses: 7,
    });
    expect(() => parseArcstats(arcstats.slice(0, -30))).toThrow("is cut off");
    expect(() => parseArcstats("cat: no such file")).toThrow("is not an output of arcstats");
  });

  it("reads zfs_arc_max, where 0 means that nobody set it", () => {
    expect([parseArcMax("0\n"), parseArcMax("68719476736\n")]).toEqual([0, 68719476736]);
    expect(() => parseArcMax("12431130495158705827\n")).toThrow("is not one number");
  });

  it("reads bytes from meminfo", () => {
    expect(parseMeminfo("MemTotal:        4013916 kB\nMemFree: 1 kB\n")).toBe(4013916 * 1024);
    expect(() => parseMeminfo("MemFree: 1 kB\n")).toThrow("is not an output of meminfo");
  });
});

describe("pvesm status", () => {
  it.each(["Total", "Total (KiB)"])("reads KiB under %s", (total) => {
    const text = `Name        Type     Status     ${total}     Used    Available        %
local        dir     active        1000        250          750   25.00%
nas          nfs   inactive           0           0           0    0.00%
old          dir   disabled           0           0           0      N/A
`;
    expect(parsePvesmStatus(text)).toEqual([
      { storage: "local", active: true, total: 1024000, used: 256000 },
      { storage: "nas", active: false, total: 0, used: 0 },
      { storage: "old", active: false, total: 0, used: 0 },
    ]);
  });

  it("passes over what a storage says before, and refuses all else", () => {
    expect(
      parsePvesmStatus("storage 'nas' is not online\nName Type Status Total Used Available %\n"),
    ).toEqual([]);
    expect(() => parsePvesmStatus("")).toThrow("is not an output of pvesm status");
  });
});

describe("qm list", () => {
  it("reads which guests run", () => {
    const text = `      VMID NAME                 STATUS     MEM(MB)    BOOTDISK(GB) PID
       101 web                  running    4096              32.00 2101
       102 stopped              stopped    4096              32.00 0
       103 -                    paused     512                0.00 2103
`;
    expect(parseQmList(text)).toEqual({ "101": true, "102": false, "103": true });
    expect(parseQmList("")).toEqual({});
    expect(() => parseQmList("please run as root\n")).toThrow("is not an output of qm list");
  });
});

describe("datastore.cfg", () => {
  it("reads names and paths", () => {
    const text =
      "datastore: main\n\tcomment x\n\tpath /tank/pbs\n\ndatastore: usb\n\tbacking-device 1\n\tpath store\n";
    expect(parseDatastores(text)).toEqual([
      { name: "main", path: "/tank/pbs" },
      { name: "usb", path: "store" },
    ]);
    expect(parseDatastores("")).toEqual([]);
    expect(() => parseDatastores("command not found\n")).toThrow("is not a datastore.cfg");
  });
});
