import { expect, it } from "vitest";
import { sampleFinding, sampleOpen, sampleReport } from "../../../test/support/sample-report.ts";
import type { Suggestion } from "../../model/audit-report.ts";
import { terminalAudit } from "./audit.ts";

const storage = (name: string, closes: number): Suggestion => ({
  section: "storages",
  name,
  says: "medium: ssd",
  answers: `medium of storage ${name}`,
  closes,
  clears: 0,
});
const open = sampleOpen("drive/ssd-not-announced", "203 scsi0", "medium of storage san-lvm", {
  due: false,
  missing: [{ fact: "medium of storage san-lvm", access: "declare", how: "declare medium: ssd or hdd" }],
});
const found = sampleFinding("warning", "drive/iothread-off", "101 scsi0", "iothread is 0");
const text = (suggestions: readonly Suggestion[]): string =>
  terminalAudit(sampleReport({ findings: [found], open: [open], suggestions }), {
    columns: 80,
    colour: "none",
    ascii: false,
  });

it("suggests at most three declarations, each with what it would change", () => {
  const four = [storage("a", 9), storage("b", 8), storage("c", 7), storage("d", 6)];
  expect(text(four)).toContain(`- declare storages: a: medium: ssd (or hdd)   9 open would close
- declare storages: b: medium: ssd (or hdd)   8 open would close
- declare storages: c: medium: ssd (or hdd)   7 open would close
`);
  expect(text(four)).not.toContain("storages: d");
});

it("does not talk anybody into an intent", () => {
  expect(text([{ section: "guests", name: "101", says: "disposable", closes: 0, clears: 1 }])).toContain(
    "- declare guests: 101: disposable   if it is true, 1 error would go\n",
  );
});

it("says once what is missing: as the declaration, where one is suggested", () => {
  expect(text([])).toContain("1 could be answered by declaring");
  expect(text([storage("san-lvm", 1)])).not.toContain("could be answered");
});
