import { describe, expect, it } from "vitest";
import { checkPlan } from "../../src/apply/check-plan.ts";
import { checkPlanShape } from "../../src/apply/plan-schema.ts";
import type { GuestStep, HostStep, Plan } from "../../src/model/plan.ts";
import { readStorageProperty } from "../../src/model/storage-property.ts";
import { stateFromSnapshot } from "../simulated-pve/state-from-snapshot.ts";
import { directStep } from "./direct-step.ts";
import { labCluster } from "./lab-cluster.ts";
import { planFor } from "./plan-for.ts";

const state = stateFromSnapshot(labCluster, {});
const plan = planFor(state, [
  { vmid: 101, option: "scsi0", edits: { cache: null, iothread: "1" } },
  { vmid: 101, option: "scsihw", edits: { "": "virtio-scsi-single" } },
]);
const now = "2026-11-22T10:00:00.000Z";
const day = 86_400_000;

function reasonAgainst(changed: Plan, maxAge = day): string {
  try {
    checkPlan(changed, now, maxAge);
    return "none";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

const withStep = (change: Partial<GuestStep>): Plan => {
  const [first, ...others] = plan.steps;
  if (first === undefined) throw new Error("no step");
  return { ...plan, steps: [{ ...first, ...change }, ...others] };
};

const drive = "san:vm-101-disk-0,backup=0,iops_rd=500,replicate=0,serial=abc,iothread=1";

describe("a plan", () => {
  it("is carried out as it was made", () => {
    expect(reasonAgainst(plan)).toBe("none");
    expect(checkPlanShape(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
    expect(plan.steps[0]?.to).toBe(drive);
  });

  it.each<[string, Partial<GuestStep>, string]>([
    ["a key that is not named is lost", { to: drive.replace("backup=0,", "") }, "would also change backup"],
    ["a key comes that is not named", { to: `${drive},ssd=1` }, "would also change ssd"],
    ["another volume", { to: drive.replace("disk-0", "disk-9") }, "would also change file"],
    [
      "another volume, by name",
      { to: drive.replace("disk-0", "disk-9"), changes: [{ key: "file", from: null, to: "x" }] },
      "exchange the volume",
    ],
    [
      "a volume to allocate",
      { from: "san:32,cache=none", to: "san:32", changes: [{ key: "cache", from: "none", to: null }] },
      "allocate",
    ],
    ["an import", { to: `${drive},import-from=san:vm-9-disk-0` }, "allocate"],
    [
      "a size",
      {
        to: `${drive},size=1G`,
        changes: [...(plan.steps[0]?.changes ?? []), { key: "size", from: null, to: "1G" }],
      },
      "its size",
    ],
    ["other words for the same", { to: drive.replace("iothread=1", "iothread=on") }, "not the old one with"],
    ["a drive is taken away", { to: null }, "neither adds nor removes"],
    [
      "an EFI disk",
      { option: "efidisk0", from: "san:vm-1-disk-0,efitype=4m", to: "san:vm-1-disk-0,efitype=2m" },
      "never written",
    ],
    [
      "a TPM",
      { option: "tpmstate0", from: "san:vm-1-disk-0", to: "san:vm-1-disk-0,version=v2.0" },
      "never written",
    ],
    [
      "an unused volume",
      { option: "unused0", from: "san:vm-1-disk-0", to: "san:vm-1-disk-1" },
      "never written",
    ],
    [
      "a CD-ROM",
      {
        option: "ide2",
        from: "none,media=cdrom",
        to: "none,media=cdrom,cache=none",
        changes: [{ key: "cache", from: null, to: "none" }],
      },
      "CD-ROM",
    ],
    [
      "a cloud-init drive",
      {
        option: "ide0",
        from: "san:vm-101-cloudinit,media=cdrom",
        to: "san:vm-101-cloudinit,media=cdrom,cache=none",
        changes: [{ key: "cache", from: null, to: "none" }],
      },
      "CD-ROM or cloud-init",
    ],
    [
      "an option that no plan writes",
      { option: "args", from: null, to: "-s" },
      "no option that a plan writes",
    ],
    [
      "an option by which others are sent along",
      { option: "delete", from: null, to: "scsi0" },
      "no option that a plan writes",
    ],
    ["a value that is none", { option: "agent", from: null, to: "perhaps" }, "would not read"],
    ["a line break", { to: `${drive}\nlock: backup` }, "control character"],
    ["nothing to do", { from: null, to: null }, "changes nothing"],
    ["a needed step that is not there", { needs: ["pve1-tank-direct"] }, "the plan lacks"],
    ["a second write of one option", { option: "scsihw", from: "lsi", to: "pvscsi" }, "twice"],
  ])("with %s is refused", (_, change, words) => {
    expect(reasonAgainst(withStep(change))).toContain(words);
  });

  it("is refused when it is too old, or from the future", () => {
    expect(reasonAgainst(plan, 1000)).toContain("longer ago");
    const snapshot = { ...plan.snapshot, takenAt: "2026-11-23T09:00:00.000Z" };
    expect(reasonAgainst({ ...plan, snapshot })).toContain("in the future");
    expect(reasonAgainst({ ...plan, snapshot: { ...snapshot, takenAt: "soon" } })).toContain("in the future");
  });

  it.each<[string, unknown]>([
    ["steps.0.digest", { digest: "abc" }],
    ["steps.0.option", { option: "scsi0 --delete" }],
    ["steps.0.node", { node: "../pve1" }],
    ["steps.0.vmid", { vmid: "101" }],
  ])("of another shape is named: %s", (where, change) => {
    expect(checkPlanShape({ ...plan, steps: [{ ...plan.steps[0], ...(change as object) }] })).toMatch(
      new RegExp(`^${where.replaceAll(".", "\\.")}: `),
    );
  });
});

const timer = (unit: string): Partial<HostStep> => ({
  argv: ["systemctl", "enable", "--now", unit],
  inverse: ["systemctl", "disable", "--now", unit],
  read: ["systemctl", "is-enabled", unit],
});

describe("a host step", () => {
  const reason = (change: Partial<HostStep>): string =>
    reasonAgainst({ ...plan, hostSteps: [{ ...directStep, ...change }] });

  it("is a property of a dataset or a storage, or a timer, with what undoes and what reads that very one", () => {
    expect(reason({})).toBe("none");
    expect(reason(timer("zfs-trim-monthly@local-zfs.timer"))).toBe("none");
    expect(
      reason({
        argv: ["pvesm", "set", "rust", "--sparse", "1"],
        inverse: ["pvesm", "set", "rust", "--delete", "sparse"],
        read: readStorageProperty("rust", "sparse"),
      }),
    ).toBe("none");
  });

  it.each<[string, Partial<HostStep>, string]>([
    ["another unit", timer("ssh.service"), "no command that a plan runs"],
    [
      "another unit's state",
      {
        ...timer("zfs-trim-monthly@tank.timer"),
        read: ["systemctl", "is-enabled", "zfs-trim-monthly@rust.timer"],
      },
      "does not read",
    ],
    ["any other command", { argv: ["zfs", "destroy", "tank/dir"] }, "no command that a plan runs"],
    ["a shell", { argv: ["sh", "-c", "reboot"] }, "no command that a plan runs"],
    [
      "an option more",
      { argv: ["zfs", "set", "-u", "direct=disabled", "tank/dir"] },
      "no command that a plan runs",
    ],
    ["the inverse of something else", { inverse: ["zfs", "inherit", "direct", "tank"] }, "does not undo it"],
    [
      "a reading of something else",
      { read: ["zfs", "get", "-Hp", "-o", "value", "sync", "tank/dir"] },
      "does not read",
    ],
    ["a reading that does more", { read: ["awk", 'BEGIN { system("reboot") }'] }, "does not read"],
  ])("with %s is refused", (_, change, words) => {
    expect(reason(change)).toContain(words);
  });
});
