import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseGuestConf, printGuestConf, type Section } from "./guest-conf.ts";

function values(section: Section | undefined): Record<string, string> {
  return Object.fromEntries([...(section?.entries.values() ?? [])].map(({ key, value }) => [key, value]));
}

const sample = [
  "# first %C3%A4",
  "#second  ",
  "onboot: yes",
  "cores: 004",
  "cdrom: none,media=cdrom",
  "scsi0: tank:vm-1-disk-0,ssd=on",
  'searchdomain: "x y"',
  "boot: ",
  "snapstate: delete",
  "",
  "[pending]",
  "delete: balloon,!scsi1 net0",
  "scsi0: tank:vm-1-disk-0,ssd=0",
  "",
  "[special:cloudinit]",
  "cores: two",
  "[snap-1]",
  "description: old",
  "snapstate: prepare",
  "[no such!]",
  "cores: 1",
].join("\n");

describe("parseGuestConf", () => {
  const conf = parseGuestConf(sample);

  it("reads the current section as Proxmox VE keeps it", () => {
    expect(conf.current.description).toBe(" first ä\nsecond");
    expect(values(conf.current)).toEqual({
      onboot: "1",
      cores: "4",
      ide2: "none,media=cdrom",
      scsi0: "tank:vm-1-disk-0,ssd=on",
      searchdomain: "x y",
      boot: " ",
    });
    expect(conf.current.entries.get("scsi0")?.line).toBe(6);
  });

  it("reads pending values and deletions", () => {
    expect(values(conf.pending)).toEqual({ scsi0: "tank:vm-1-disk-0,ssd=0" });
    expect([...(conf.pending?.deletes ?? [])]).toEqual([
      ["balloon", false],
      ["scsi1", true],
      ["net0", false],
    ]);
  });

  it("keeps special sections unchecked and snapshots with their state", () => {
    expect(values(conf.special.get("cloudinit"))).toEqual({ cores: "two" });
    expect(values(conf.snapshots.get("snap-1"))).toEqual({ snapstate: "prepare" });
    expect(conf.snapshots.get("snap-1")?.description).toBe("old");
  });

  it("skips an unknown section with one warning", () => {
    expect(conf.warnings.map(({ line }) => line)).toEqual([20]);
    expect(conf.snapshots.size).toBe(1);
  });

  it("has no pending section where none is written", () => {
    expect(parseGuestConf("cores: 1").pending).toBeUndefined();
  });
});

describe("what Proxmox VE skips", () => {
  it.each([
    ["scsi0: tank:a,ssd=1,ssd=0", "scsi0"],
    ["scsi31: tank:a", "scsi31"],
    ["cores: two", "cores"],
    ["balloon: -1", "balloon"],
    ["numa: maybe", "numa"],
    ["machine: q36", "machine"],
    ["name: bad name", "name"],
    ["delete: cores", "delete"],
    ["Memory: 512", undefined],
    ["cores : 4", undefined],
    ["garbage", undefined],
    ["cores:", undefined],
  ])("%s", (line, key) => {
    const { warnings, current } = parseGuestConf(`${line}\n`);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.key).toBe(key);
    expect(current.entries.size).toBe(0);
  });

  it("keeps words it does not check", () => {
    const { current, warnings } = parseGuestConf(
      "bios: uefi\nscsihw: fast\ncores: 0\ndescription:  a\nsmp: 2\n",
    );
    expect(values(current)).toEqual({ bios: "uefi", scsihw: "fast", cores: "0", smp: "2" });
    expect(warnings).toEqual([]);
  });

  it("lets the later line and the later section win", () => {
    const conf = parseGuestConf(
      "cores: 1\ncores: 2\n[aa]\ncores: 3\nname: x\n[aa]\ncores: 4\n[PENDING]\ncores: 5\n[pending]\n",
    );
    expect(values(conf.current)).toEqual({ cores: "2" });
    expect(values(conf.snapshots.get("aa"))).toEqual({ cores: "4" });
    expect(values(conf.pending)).toEqual({});
    expect(conf.warnings.map(({ line }) => line)).toEqual([6, 10]);
  });
});

describe("line ends", () => {
  it("reads CRLF files and gives them back", () => {
    const text = "#a\r\n#b\r\ncores: 2\r\n\r\n[PENDING]\r\nname: x\t\r\n";
    const conf = parseGuestConf(text);
    expect(values(conf.current)).toEqual({ cores: "2" });
    expect(values(conf.pending)).toEqual({ name: "x" });
    expect(conf.current.description).toBe("a\r\nb");
    expect(conf.lines[2]).toEqual({ text: "cores: 2", ending: "\r\n" });
    expect(printGuestConf(conf)).toBe(text);
  });

  it("gives any text back", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom("a", ":", " ", "\n", "\r", "[", "]", "#", "=", ",", "ä", "\u2028"),
        }),
        (text) => {
          expect(printGuestConf(parseGuestConf(text))).toBe(text);
        },
      ),
    );
  });

  it("gives realistic configs back and numbers their lines", () => {
    const line = fc.constantFrom(...sample.split("\n"), "  ", "cores: 4\t", "garbage");
    const ending = fc.constantFrom("\n", "\r\n");
    fc.assert(
      fc.property(fc.array(fc.tuple(line, ending)), fc.boolean(), (lines, cut) => {
        const whole = lines.map(([text, end]) => text + end).join("");
        const text = cut ? whole.slice(0, -1) : whole;
        const conf = parseGuestConf(text);
        expect(printGuestConf(conf)).toBe(text);
        for (const { key, line: number } of conf.current.entries.values()) {
          expect(conf.lines[number - 1]?.text).toContain(key === "ide2" ? "cdrom" : key);
        }
      }),
    );
  });

  it.each([
    ["blanks in a value", `name: a${" ".repeat(2 ** 20)}b\n`],
    ["blanks in a comment", `#${" ".repeat(2 ** 20)}x\n`],
    ["commas", `scsi0: ${"a,".repeat(2 ** 19)}`],
    ["colons", `nameserver: ${":".repeat(2 ** 20)}%%`],
    ["100,000 lines", "cores: 1\n".repeat(100_000)],
    ["100,000 sections", "[aa]\ncores: 1\n".repeat(100_000)],
  ])("takes %s without hanging", (_, text) => {
    expect(printGuestConf(parseGuestConf(text))).toBe(text);
  });
});
