import { describe, expect, it } from "vitest";
import { exampleOf } from "../../test/support/resolved-example.ts";
import type { Finding } from "../model/audit-report.ts";
import { couldAllocate, readDrive } from "../model/syntax/drive-string.ts";
import { resolve } from "../resolve/resolve.ts";
import { audit } from "./audit.ts";

function findings(line: string): readonly Finding[] {
  const options = { tool: { name: "l", version: "0" }, generatedAt: "2026-11-22T10:00:00Z", sources: [] };
  return audit(resolve(exampleOf(line)), options).findings;
}

const ofDrive = (found: readonly Finding[], drive: string): readonly Finding[] =>
  found.filter(({ subject, remedy }) => subject.drive === drive && remedy.kind === "change");

/** The drive strings that the findings of a drive hand to `qm set`. */
function lines(found: readonly Finding[], drive: string): readonly string[] {
  const words = ofDrive(found, drive).flatMap(({ remedy }) => remedy.commands.map(({ argv }) => argv));
  return words.filter((argv) => argv[3] === `--${drive}`).map((argv) => argv[4] ?? "");
}

/** The one line they all carry. */
function line(text: string, drive = "scsi0"): string {
  const all = lines(findings(text), drive);
  expect(all.length).toBeGreaterThan(0);
  expect(new Set(all).size, all.join("\n")).toBe(1);
  return all[0] ?? "";
}

describe("the command of a drive", () => {
  it("is one line that all its findings carry", () => {
    const found = findings("scsi0: san:vm-101-disk-0,cache=writeback");
    expect(ofDrive(found, "scsi0").length).toBeGreaterThanOrEqual(3);
    expect(line("scsi0: san:vm-101-disk-0,cache=writeback")).toBe(
      "san:vm-101-disk-0,cache=none,aio=io_uring,discard=on,iothread=1",
    );
    for (const { remedy } of ofDrive(found, "scsi0")) {
      expect(remedy.commands).toEqual([
        {
          argv: ["qm", "set", "101", "--scsi0", line("scsi0: san:vm-101-disk-0,cache=writeback")],
          node: "pve1",
        },
      ]);
    }
  });

  it("keeps every other key byte for byte and in its place", () => {
    const kept =
      "backup=No,mbps_rd=1.50,serial=a%20b,werror=stop,replicate=off,ro=FALSE,wwn=0x5000c500a1b2c3d4";
    expect(line(`scsi0: tank:vm-101-disk-0,${kept},ssd=on,iothread=yes`)).toBe(
      `tank:vm-101-disk-0,${kept},ssd=on,iothread=yes,discard=on`,
    );
  });

  it("keeps the way the volume is written, with its base and its alias", () => {
    expect(line("scsi0: ssd=1,volume=tank:base-9-disk-0/vm-101-disk-0,iothread=1")).toBe(
      "ssd=1,volume=tank:base-9-disk-0/vm-101-disk-0,iothread=1,discard=on",
    );
    expect(line("scsi0: discard=ignore,file=/dev/sdh,iothread=1,ssd=1")).toBe(
      "discard=on,file=/dev/sdh,iothread=1,ssd=1",
    );
  });

  it("never has a size, wherever it was", () => {
    for (const text of ["size=32G,tank:x", "tank:x,size=32G,ssd=1", "tank:x,size=32G"])
      expect(line(`scsi0: ${text}`)).not.toContain("size");
  });

  it("replaces a value where it stands and removes what Proxmox VE decides better", () => {
    expect(line("scsi0: tank:x,aio=threads,cache=none,discard=on,iothread=1,ssd=1")).toBe(
      "tank:x,cache=none,discard=on,iothread=1,ssd=1",
    );
  });

  it.each([
    ["no ssd on virtio", "virtio0: tank:vm-101-disk-0,cache=writeback", "virtio0", /\bssd=/],
    ["no iothread on sata", "sata0: tank:vm-101-disk-0,cache=writeback", "sata0", /\biothread=/],
    ["no iothread on ide", "ide0: tank:vm-101-disk-0,cache=writeback", "ide0", /\biothread=/],
  ])("has %s", (_, text, drive, illegal) => {
    expect(line(text, drive)).not.toMatch(illegal);
    expect(readDrive(drive, line(text, drive)).ok).toBe(true);
  });

  it.each(["thin:12", "thin:0.5", "12", "thin:cloudinit"])(
    "is left out where Proxmox VE would make a new volume of %s",
    (volume) => {
      expect(couldAllocate(volume)).toBe(true);
      expect(lines(findings(`scsi0: ${volume},cache=writeback | scsi1: tank:x`), "scsi0")).toEqual([]);
      expect(
        lines(findings(`scsi0: ${volume},cache=writeback | scsi1: tank:x`), "scsi1").length,
      ).toBeGreaterThan(0);
    },
  );

  it("is not made for what holds no data", () => {
    const found = findings(
      "scsi0: tank:x | ide2: local:iso/x.iso,media=cdrom | ide0: tank:vm-101-cloudinit,media=cdrom | efidisk0: tank:y | tpmstate0: tank:z | unused0: tank:w",
    );
    const words = found.flatMap(({ remedy }) => remedy.commands.map(({ argv }) => argv[3]));
    expect(new Set(words.filter((word) => /^--[a-z]+\d+$/.test(word ?? "")))).toEqual(new Set(["--scsi0"]));
  });

  it("does not name a node where none is known", () => {
    const [first] = ofDrive(findings("scsi0: san:vm-101-disk-0 | @bare"), "scsi0");
    expect(first?.remedy.commands[0]).not.toHaveProperty("node");
  });
});

describe("the safety of a drive's findings", () => {
  const safeties = (text: string): readonly (readonly unknown[])[] =>
    [...new Set(ofDrive(findings(text), "scsi0").map(({ remedy }) => remedy.safety))].map((safety) => [
      safety,
    ]);

  it("is that of the worst part, for all of them", () => {
    expect(safeties("scsi0: san:vm-101-disk-0")).toEqual([["review"]]); // aio on lvm
    expect(safeties("scsi0: tank:vm-101-disk-0")).toEqual([["safe"]]);
    expect(safeties("scsi0: san:vm-101-disk-0,aio=threads,cache=none,ssd=1,discard=on,iothread=1")).toEqual([
      ["review"],
    ]);
  });

  it("of one drive says nothing of another", () => {
    const found = findings("scsi0: san:vm-101-disk-0 | scsi1: tank:vm-101-disk-1");
    expect(ofDrive(found, "scsi1").map(({ remedy }) => remedy.safety)).not.toContain("review");
  });

  it("is review where the controller changes with the drive", () => {
    const text = "scsi0: tank:vm-101-disk-0 | scsihw: -";
    expect(safeties(text)).toEqual([["review"]]);
    const controller = findings(text).find(({ rule }) => rule === "guest/scsihw-not-single");
    expect(controller?.remedy.commands.map(({ argv }) => argv.join(" "))).toEqual([
      "qm set 101 --scsihw virtio-scsi-single",
      `qm set 101 --scsi0 ${line(text)}`,
    ]);
  });
});

describe("a property of a dataset", () => {
  const text = "scsi0: zdir:101/x.raw,cache=writeback";

  it("is set before the drive that relies on it changes", () => {
    const arc = findings(text).find(({ rule }) => rule === "drive/cache-doubles-arc");
    expect(arc?.remedy.commands.map(({ argv }) => argv.slice(0, 3).join(" "))).toEqual([
      "zfs set direct=disabled",
      "qm set 101",
    ]);
  });

  it("comes along with every finding that carries the line", () => {
    const discard = findings(text).find(({ rule }) => rule === "drive/discard-off");
    expect(discard?.remedy.commands.map(({ argv }) => argv[0])).toEqual(["zfs", "qm"]);
  });
});

describe("pending", () => {
  const marks = (text: string, rule: string): string => {
    const found = findings(text).filter((finding) => finding.rule === rule);
    return found
      .map(({ subject, clearedByPending, pendingOnly }) =>
        [
          subject.drive,
          ...(clearedByPending === true ? ["cleared"] : []),
          ...(pendingOnly === true ? ["only"] : []),
        ].join(" "),
      )
      .join("; ");
  };
  const cache = "drive/cache-not-coherent";
  const bad = "san:vm-101-disk-0,cache=writeback,discard=on,iothread=1";
  const good = "san:vm-101-disk-0,cache=none,discard=on,iothread=1";

  it.each([
    ["wrong now and then: no mark", `scsi0: ${bad} | @pending scsi0: ${bad},backup=0`, "scsi0"],
    ["wrong now, right then: cleared", `scsi0: ${bad} | @pending scsi0: ${good}`, "scsi0 cleared"],
    ["right now, wrong then: pending only", `scsi0: ${good} | @pending scsi0: ${bad}`, "scsi0 only"],
    ["right now and then: nothing", `scsi0: ${good} | @pending scsi0: ${good},backup=0`, ""],
    ["a drive that will go: cleared", `scsi0: ${bad} | @pending delete: scsi0`, "scsi0 cleared"],
    ["a drive that will go by force: cleared", `scsi0: ${bad} | @pending delete: !scsi0`, "scsi0 cleared"],
    ["a drive that will come: pending only", `scsi0: ${good} | @pending scsi1: ${bad}`, "scsi1 only"],
    ["another drive's change: no mark", `scsi0: ${bad} | @pending scsi1: ${good}`, "scsi0"],
    ["an empty section: no mark", `scsi0: ${bad} | @pending `, "scsi0"],
    [
      "a drive that will be a CD-ROM: cleared",
      `scsi0: ${bad} | @pending scsi0: none,media=cdrom`,
      "scsi0 cleared",
    ],
    [
      "what pending leaves open is not cleared",
      `scsi0: bt:101/x.raw,shared=1 | @pending scsi0: gone:x,shared=1`,
      "scsi0",
    ],
  ])("%s", (_, text, expected) => expect(marks(text, cache)).toBe(expected));

  it("counts for options of the guest as well", () => {
    const hw = "guest/scsihw-not-single";
    expect(
      findings("scsi0: tank:x | scsihw: lsi | @pending scsihw: virtio-scsi-single").find(
        ({ rule }) => rule === hw,
      ),
    ).toMatchObject({ clearedByPending: true });
    expect(findings("scsi0: tank:x | @pending delete: scsihw").find(({ rule }) => rule === hw)).toMatchObject(
      { pendingOnly: true },
    );
  });

  it("never marks a volume, which other guests hold too", () => {
    const twice = findings("scsi0: tank:x | @pending delete: scsi0 | @other 102 scsi0: tank:x").find(
      ({ rule }) => rule === "volume/attached-twice",
    );
    expect(twice).toBeDefined();
    expect(twice).not.toHaveProperty("clearedByPending");
  });

  it("is edited, not undone", () => {
    const text =
      "scsi0: tank:vm-101-disk-0,cache=writeback | @pending scsi0: tank:vm-101-disk-0,backup=0,iothread=1";
    expect(line(text)).toBe("tank:vm-101-disk-0,backup=0,iothread=1,cache=none,discard=on,ssd=1");
  });

  it("of a drive that exists only there gets a line of its own", () => {
    expect(
      line(
        "scsi0: tank:x,discard=on,iothread=1,ssd=1 | @pending scsi1: tank:y,cache=writeback,size=8G",
        "scsi1",
      ),
    ).toBe("tank:y,cache=none,discard=on,iothread=1,ssd=1");
  });

  it("keeps a drive that will go, or will be a CD-ROM, as it will be", () => {
    for (const pending of [
      "delete: scsi0",
      "scsi0: none,media=cdrom",
      "scsi0: local:iso/x.iso,media=cdrom",
    ]) {
      const found = findings(`scsi0: tank:x,cache=writeback | @pending ${pending}`);
      expect(ofDrive(found, "scsi0").length).toBeGreaterThan(0);
      expect(lines(found, "scsi0")).toEqual([]);
    }
  });
});
