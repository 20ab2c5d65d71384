import { describe, expect, it } from "vitest";
import type { GuestStep } from "./plan.ts";
import { privilegesOfPlan } from "./plan-privileges.ts";

const step = (vmid: number, option: string, more: Partial<GuestStep> = {}): GuestStep => ({
  id: `${vmid}-${option}`,
  vmid,
  name: "",
  node: "pve1",
  digest: "",
  option,
  from: null,
  to: "1",
  changes: [],
  clears: [],
  safety: "safe",
  takesEffect: "at-once",
  risks: [],
  argv: [],
  ...more,
});
const drive = (vmid: number, file: string): GuestStep =>
  step(vmid, "scsi0", { from: file, to: `${file},discard=on` });

const told = (...steps: readonly GuestStep[]): readonly string[] =>
  privilegesOfPlan({ steps }).map(
    ({ privileges, path, tells }) => `${privileges.join("|")} ${path}: ${tells.join(", ")}`,
  );

const read = (vmid: number): string => `VM.Audit /vms/${vmid}: reading before and after`;
const cluster = "Sys.Audit /: which cluster this is";

describe("privilegesOfPlan", () => {
  it.each([
    ["agent", "VM.Config.Options"],
    ["balloon", "VM.Config.Memory"],
    ["machine", "VM.Config.HWType"],
    ["scsihw", "VM.Config.HWType"],
  ])("asks for what writing %s takes", (option, privilege) => {
    expect(told(step(201, option))).toEqual([cluster, read(201), `${privilege} /vms/201: ${option}`]);
  });

  it("asks for the disk alone where a volume is the guest's own", () => {
    for (const file of [
      "tank:vm-201-disk-0",
      "nas:201/vm-201-disk-0.qcow2",
      "tank:base-9-disk-0/vm-201-disk-0",
    ])
      expect(told(drive(201, file))).toEqual([cluster, read(201), "VM.Config.Disk /vms/201: scsi0"]);
  });

  it("asks for more where a volume is another guest's, nobody's, or a path", () => {
    expect(told(drive(201, "tank:vm-9-disk-0"))).toEqual([
      cluster,
      "Datastore.Audit|Datastore.AllocateSpace /storage/tank: scsi0",
      "VM.Config.Disk /vms/9: scsi0",
      read(201),
      "VM.Config.Disk /vms/201: scsi0",
    ]);
    expect(told(drive(201, "san:0.0.0.scsi-3600"))).toContain("Datastore.Allocate /storage/san: scsi0");
    expect(told(drive(201, "/dev/sdb"))).toContain(" /vms/201: scsi0");
  });

  it("asks for the power of a guest only where something waits for a stop and start", () => {
    expect(told(step(9, "scsihw", { takesEffect: "after-stop-start" }), drive(9, "a1:vm-9-disk-0"))).toEqual([
      cluster,
      read(9),
      "VM.Config.Disk /vms/9: scsi0",
      "VM.Config.HWType /vms/9: scsihw",
      "VM.PowerMgmt /vms/9: lanekeeper restart",
    ]);
  });

  it("does not guess what an option takes that it does not know, and asks nothing for nothing", () => {
    expect(told(step(201, "args"))).toEqual([cluster, " /vms/201: args", read(201)]);
    expect(told()).toEqual([]);
  });
});
