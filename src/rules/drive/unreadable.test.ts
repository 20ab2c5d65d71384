import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readExample } from "../../../test/support/example.ts";
import { exampleLines } from "../../../test/support/rule-page.ts";
import type { Outcome } from "../../model/outcome.ts";
import { resolve } from "../../resolve/resolve.ts";
import { unreadable } from "./unreadable.ts";

const page = readFileSync(fileURLToPath(new URL("unreadable.md", import.meta.url)), "utf8");

/** The outcome for the first line of guest 101 that was refused; undefined: there is none. */
function judgeRefused(line: string): Outcome | undefined {
  const guest = resolve(readExample(line).snapshot).guests.find(({ vmid }) => vmid === 101);
  const subject = guest?.unreadable[0];
  return subject === undefined ? undefined : unreadable.check(subject);
}

describe("drive/unreadable", () => {
  it("has a page with the six headings", () => {
    expect(page.split("\n")[0]).toBe(`# ${unreadable.id}`);
    expect(page.split("\n")[2]).toBe(unreadable.summary);
    const headings = ["What it sees", "Why it matters", "Remedy", "Exceptions", "Sources", "Examples"];
    expect([...page.matchAll(/^## (.+)$/gm)].map((match) => match[1])).toEqual(headings);
  });

  for (const line of exampleLines(page)) {
    it(line, () => {
      expect(judgeRefused(line)?.kind ?? "n/a").toBe(readExample(line).verdict);
      expect(readExample(line).severity ?? unreadable.severity).toBe(unreadable.severity);
    });
  }

  it("says why, shows the line, and how to put it right", () => {
    expect(judgeRefused("fail error  virtio0: tank:vm-101-disk-0,ssd=1")).toMatchObject({
      message: expect.stringMatching(
        /^Proxmox VE skips this line: .*ssd.*; backup, move and start go on without the disk$/,
      ),
      evidence: [{ fact: "virtio0", value: "tank:vm-101-disk-0,ssd=1", source: "101.conf:1" }],
      remedy: {
        kind: "manual",
        steps: expect.arrayContaining([expect.stringContaining("qm set 101 --virtio0")]),
      },
    });
  });

  it("sends no one to a key that does not exist", () => {
    const outcome = judgeRefused("fail error  scsi31: tank:vm-101-disk-0");
    const steps = outcome?.kind === "fail" && outcome.remedy.kind === "manual" ? outcome.remedy.steps : [];
    expect(steps).toContainEqual(expect.stringContaining("qm set 101 --scsi<n>"));
    expect(steps.join()).not.toContain("--scsi31");
  });
});
