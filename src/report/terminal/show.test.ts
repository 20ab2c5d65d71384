import fc from "fast-check";
import { expect, it } from "vitest";
import { examReport, sampleFinding, sampleGuest } from "../../../test/support/sample-report.ts";
import type { GuestReport, WantedSetting } from "../../model/audit-report.ts";
import { checklistFor } from "../../model/guest-checklist.ts";
import type { GuestPage } from "../../model/guest-page.ts";
import { width } from "./lines.ts";
import { terminalShow } from "./show.ts";
import type { Style } from "./style.ts";

const plain = (columns: number): Style => ({ columns, colour: "none", ascii: false });

const pageOf = ({ quadrant }: GuestReport): GuestPage => ({
  topology: {},
  backups: null,
  fileSystems: null,
  storedVolumes: null,
  checklist: checklistFor(quadrant.os),
});

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
  return terminalShow(change(guest), findings, open, drives, pageOf(guest), style);
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

it("lists the volumes that are no drives, and what each is for", () => {
  const volume = { key: "efidisk0", volume: "san:vm-701-disk-9", role: "efi", storage: "san" } as const;
  const text = show(701, plain(80), (guest) => ({ ...guest, volumes: [volume] }));
  expect(text).toContain("Other volumes\n  efidisk0  san:vm-701-disk-9   EFI variables");
});

it("names the drives that wait, also when nothing else does", () => {
  const text = show(701, plain(80), (guest) => ({
    ...guest,
    pending: { scsi0: null },
    drives: guest.drives.map((drive) =>
      drive.key === "scsi0" ? { ...drive, pending: { delete: true } } : drive,
    ),
  }));
  expect(text).toContain("Waits for a power cycle: scsi0 as above");
  expect(text).toMatch(/^ {2}zeroes .* gone /m);
});

it("does not say of pending changes that a pending change clears them", () => {
  const guest = sampleGuest(101, "web");
  const waiting = (rule: string): string =>
    terminalShow(
      guest,
      [sampleFinding("note", rule, "101", "saved", { clearedByPending: true })],
      [],
      {},
      pageOf(guest),
      plain(80),
    );
  expect(waiting("guest/agent-off")).toContain("the pending change clears it");
  expect(waiting("guest/pending-changes")).not.toContain("clears it");
});
