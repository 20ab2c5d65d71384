import fc from "fast-check";
import { expect, it } from "vitest";
import { examReport } from "../../../test/support/sample-report.ts";
import type { GuestReport, WantedSetting } from "../../model/audit-report.ts";
import { width } from "./lines.ts";
import { terminalShow } from "./show.ts";
import type { Style } from "./style.ts";

const plain = (columns: number): Style => ({ columns, colour: "none", ascii: false });

const wanted: Readonly<Record<string, WantedSetting>> = {
  cache: { value: "none", why: "", ok: true },
  aio: { value: "io_uring", why: "", ok: false },
  discard: { value: "on", why: "", ok: true },
  iothread: { value: "1", why: "", ok: true },
  ssd: { value: "1 if SSD", why: "", ok: null },
};

function show(
  vmid: number,
  style: Style,
  change: (guest: GuestReport) => GuestReport = (guest) => guest,
): string {
  const guest = examReport.guests.find((candidate) => candidate.vmid === vmid);
  if (guest === undefined) throw new Error(`the exam has no guest ${vmid}`);
  const findings = examReport.findings.filter(({ subject }) => subject.vmid === vmid);
  const open = examReport.open.filter(({ subject }) => subject.vmid === vmid);
  const drives = Object.fromEntries(guest.drives.map(({ key }) => [key, wanted]));
  return terminalShow(change(guest), findings, open, drives, style);
}

it.each([201, 302, 701, 1903])("guest %i", async (vmid) => {
  await expect(show(vmid, plain(80))).toMatchFileSnapshot(`golden/show-${vmid}.txt`);
});

it("keeps every line within the terminal, whatever the names", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.integer({ min: 40, max: 160 }),
      (name, columns) => {
        const text = show(302, plain(columns), (guest) => ({
          ...guest,
          name,
          tags: [name],
          drives: guest.drives.map((drive) => ({
            ...drive,
            volume: name,
            options: { ...drive.options, cache: name },
          })),
        }));
        expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
        for (const line of text.split("\n")) expect(width(line)).toBeLessThanOrEqual(columns);
      },
    ),
  );
});
