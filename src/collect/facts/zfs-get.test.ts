import { describe, expect, it } from "vitest";
import { parseZfsGet } from "./zfs-get.ts";

const valuesOf = (text: string) =>
  parseZfsGet(text).map(({ name, properties }) => [
    name,
    ...Object.entries(properties).map(([key, { value }]) => `${key}=${value}`),
  ]);

const json = (name: string, properties: object): string =>
  JSON.stringify({
    output_version: { command: "zfs get" },
    datasets: { [name]: { name, type: "FILESYSTEM", properties } },
  });

describe("parseZfsGet", () => {
  it("reads `-Hp`, dataset by dataset", () => {
    const text =
      "tank\trecordsize\t131072\tdefault\ntank\tmountpoint\t/tank\tdefault\ntank/a b\tdirect\t-\t-\ntank/a b\tcompression\tlz4\tinherited from tank\n";
    expect(parseZfsGet(text)).toEqual([
      {
        name: "tank",
        properties: {
          recordsize: { value: "131072", source: "default" },
          mountpoint: { value: "/tank", source: "default" },
        },
      },
      {
        name: "tank/a b",
        properties: {
          direct: { value: "-", source: "-" },
          compression: { value: "lz4", source: "inherited from tank" },
        },
      },
    ]);
  });

  it("leaves out a property this ZFS does not have", () => {
    expect(parseZfsGet("tank\trecordsize\t131072\tdefault\n")[0]?.properties["direct"]).toBeUndefined();
  });

  it("reads `-Hpo name,property,value`, CRLF and columns with a header", () => {
    expect(valuesOf("tank\tvolsize\t1\r\ntank\tsync\tstandard\r\n")).toEqual([
      ["tank", "volsize=1", "sync=standard"],
    ]);
    const columns =
      "NAME          PROPERTY   VALUE  SOURCE\ntank/vm-1     volsize    64G    local\ntank/vm-1     used       2,5M   -\n";
    expect(valuesOf(columns)).toEqual([["tank/vm-1", "volsize=68719476736", "used=2621440"]]);
  });

  it.each([
    ["16K", "16384"],
    ["0B", "0"],
    ["512B", "512"],
    ["1,5G", "1610612736"],
    ["2.01M", "2107638"],
    ["1.00x", "1.00x"],
    ["none", "none"],
    ["9007199254740993", "9007199254740993"],
    ["2026-11-22", "2026-11-22"],
  ])("makes %s of a readable size %s", (written, expected) => {
    expect(valuesOf(`tank\tused\t${written}\t-\n`)).toEqual([["tank", `used=${expected}`]]);
  });

  it("leaves what a person wrote as it is", () => {
    expect(valuesOf("tank\torg.acme:size\t16K\tlocal\n")).toEqual([["tank", "org.acme:size=16K"]]);
  });

  it("reads `-j` with the sources of the text form", () => {
    const properties = {
      recordsize: { value: "128K", source: { type: "DEFAULT", data: "-" } },
      compression: { value: "lz4", source: { type: "INHERITED", data: "tank" } },
      used: { value: "96K", source: { type: "NONE", data: "-" } },
      sync: { value: "always", source: { type: "LOCAL", data: "-" } },
    };
    expect(parseZfsGet(json("tank/a", properties))[0]?.properties).toEqual({
      recordsize: { value: "131072", source: "default" },
      compression: { value: "lz4", source: "inherited from tank" },
      used: { value: "98304", source: "-" },
      sync: { value: "always", source: "local" },
    });
  });

  it("reads the numbers of `--json-int`", () => {
    const properties = {
      volsize: { value: 68719476736, source: {} },
      guid: { value: 9007199254740991, source: {} },
    };
    expect(valuesOf(json("tank", properties))).toEqual([
      ["tank", "volsize=68719476736", "guid=9007199254740991"],
    ]);
  });

  it("changes no prototype, whatever things are called", () => {
    const text = "__proto__\tused\t1\t-\ntank/__proto__\t__proto__\tx\t-\ntank\tconstructor\tx\t-\n";
    expect(valuesOf(text)).toEqual([["tank", "constructor=x"]]);
    expect(() =>
      parseZfsGet('{"datasets": {"tank": {"properties": {"__proto__": {"value": "x"}}}}}'),
    ).toThrow("is not an output");
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each([
    ["", "is not an output of zfs get"],
    ["{}", "is not an output of zfs get"],
    ["command not found\n", "is not an output of zfs get"],
    ["a  Something  strange\n", "is not an output of zfs get"],
    ["tank\tused\t1\t-\ntank\trecordsize\t13", "is cut off"],
    ['{"datasets": {"tank": {', "is cut off"],
    [`{"datasets": ${'{"a":'.repeat(100_000)}`, "is nested too deeply"],
  ])("refuses %.50j: %s", (text, reason) => {
    expect(() => parseZfsGet(text)).toThrow(reason);
  });

  it("reads megabytes of junk without hanging", () => {
    const junk = [
      "\t".repeat(2e6),
      " ".repeat(4e6),
      `tank${"/a ".repeat(1e6)}!\tx\ty\n`,
      "A  ".repeat(1e6),
      "1".repeat(4e6),
      `a${"-".repeat(4e6)}\n`,
      "/@#\n".repeat(1e6),
    ];
    for (const text of junk) expect(() => parseZfsGet(text)).toThrow(/^is /);
  });
});
