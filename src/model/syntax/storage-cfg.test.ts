import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printSectionConfig, readSectionConfig } from "./section-config.ts";
import { readStorageCfg } from "./storage-cfg.ts";

function written(text: string): Record<string, Record<string, string>> {
  const entries = readStorageCfg(text).entries.filter((entry) => entry.line !== undefined);
  return Object.fromEntries(entries.map(({ id, type, properties }) => [id, { type, ...properties }]));
}

describe("readStorageCfg", () => {
  it("reads bare keys as 1 and keeps other values as they are", () => {
    expect(
      written("zfspool: tank\n\tpool tank/a\n\tsparse\n\tdisable\n\nzfspool: old\n  pool b\n  sparse 0\n"),
    ).toEqual({
      tank: { type: "zfspool", pool: "tank/a", sparse: "1", disable: "1" },
      old: { type: "zfspool", pool: "b", sparse: "0" },
    });
  });

  it("takes CRLF, mixed indents, a blank after the id and comments inside a section", () => {
    const text =
      "# 存储\r\nLVM: san \r\n\t# größe\r\n \t vgname\tvg  one \r\n    shared 1\r\n\r\ns3: cloud\r\n\tbucket b\r\n";
    expect(written(text)).toEqual({
      san: { type: "lvm", vgname: "vg  one", shared: "1" },
      cloud: { type: "s3", bucket: "b" },
    });
    expect(readStorageCfg(text).warnings).toEqual([]);
  });

  it("finds a section without an empty line before it, and says so", () => {
    const text = "dir: a1\n\tpath /a\nnfs: b1\n\tserver s\n";
    expect(Object.keys(written(text))).toEqual(["a1", "b1"]);
    expect(readStorageCfg(text).warnings.map(({ line }) => line)).toEqual([3]);
  });

  it("lets the later of two glued files win, and the first of two equal keys", () => {
    const { entries, warnings } = readStorageCfg(
      "dir: a1\n\tpath /a\n\tpath /b\n\ndir: a1\n\tpath /c\n\tpath /d\n",
    );
    expect(entries.find(({ id }) => id === "a1")).toEqual({
      id: "a1",
      type: "dir",
      properties: { path: "/c" },
      line: 5,
    });
    expect(warnings.map(({ line }) => line)).toEqual([3, 5, 7]);
  });

  it("orders a repeated storage by its later place", () => {
    const { entries } = readStorageCfg("dir: a1\n\npbs: b1\n\ndir: a1\n");
    expect(entries.map(({ id }) => id)).toEqual(["local", "b1", "a1"]);
  });

  it("always has the local directory, without node restriction", () => {
    expect(readStorageCfg("").entries).toMatchObject([
      { id: "local", type: "dir", properties: { path: "/var/lib/vz" } },
    ]);
    expect(readStorageCfg("zfspool: local\n\tpool x\n").entries[0]).not.toHaveProperty("line");
    expect(written("dir: local\n\tpath /var/lib/vz\n\tcontent iso\n\tnodes pve1\n")).toEqual({
      local: { type: "dir", path: "/var/lib/vz", content: "iso" },
    });
  });

  it.each([
    ["junk\n", 1],
    ["\tpath /a\n", 1],
    ["dir: 1x\n\tpath /a\n", 1],
    ["dir: aa\npath /a\n", 2],
    ["dir: aa\n\tpath /a\n\n\tcontent iso\n", 4],
  ])("warns of %j in line %d", (text, line) => {
    expect(readStorageCfg(text).warnings.map((warning) => warning.line)).toEqual([line]);
  });
});

describe("readSectionConfig", () => {
  it("gives any text back", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", ":", " ", "\t", "\n", "\r", "#", "ä") }), (text) => {
        expect(printSectionConfig(readSectionConfig(text))).toBe(text);
      }),
    );
  });

  it.each([
    ["keys", `dir: aa\n${Array.from({ length: 50_000 }, (_, index) => `\tk${index} v\n`).join("")}`],
    ["colons", `${":".repeat(2 ** 20)} a b\n`],
    ["blanks", `dir: aa\n\tpath${" ".repeat(2 ** 20)}x${" ".repeat(2 ** 20)}y\n`],
  ])("takes many %s without hanging", (_, text) => {
    readSectionConfig(text);
  });
});
