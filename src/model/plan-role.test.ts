import { describe, expect, it } from "vitest";
import type { NeededPrivilege } from "./plan-privileges.ts";
import { roleForPlan } from "./plan-role.ts";

const need = (path: string, ...privileges: readonly string[]): NeededPrivilege => ({
  privileges,
  path,
  tells: ["scsi0"],
});
const acls = (needs: readonly NeededPrivilege[]): readonly string[] =>
  roleForPlan(needs).commands.filter((command) => command.startsWith("pveum acl"));

describe("roleForPlan", () => {
  it("makes one role of one set of privileges, and user and token end", () => {
    const { commands, privileges } = roleForPlan([
      need("/vms/9", "VM.Config.Disk"),
      need("/vms/9", "VM.Audit"),
      need("/vms/10", "VM.Audit"),
      need("/vms/10", "VM.Config.Disk"),
    ]);
    expect(privileges).toEqual(["VM.Audit", "VM.Config.Disk"]);
    expect(commands).toEqual([
      `pveum role add LanekeeperWrite --privs "VM.Audit VM.Config.Disk"`,
      `pveum user add lanekeeper-write@pve --comment "storage repair" --expire $(date -d '+7 days' +%s)`,
      "pveum user token add lanekeeper-write@pve apply --privsep 1 --expire $(date -d '+7 days' +%s)",
      "pveum acl modify /vms/9 --users lanekeeper-write@pve --tokens 'lanekeeper-write@pve!apply' --roles LanekeeperWrite",
      "pveum acl modify /vms/10 --users lanekeeper-write@pve --tokens 'lanekeeper-write@pve!apply' --roles LanekeeperWrite",
    ]);
  });

  it("gives what holds at / to nothing below it, and the least of several", () => {
    const needs = [
      need("/", "Sys.Audit"),
      need("/storage/tank", "Datastore.Audit", "Datastore.AllocateSpace"),
    ];
    expect(acls(needs)[0]).toMatch(/^pveum acl modify \/ .*--propagate 0$/);
    expect(roleForPlan(needs).privileges).toEqual(["Datastore.Audit", "Sys.Audit"]);
  });

  it("goes to /vms for very many guests, and says so", () => {
    const many = Array.from({ length: 21 }, (_, index) => need(`/vms/${100 + index}`, "VM.Audit"));
    expect(acls(many.slice(1))).toHaveLength(20);
    expect(acls(many)).toEqual([expect.stringMatching(/^pveum acl modify \/vms --users/)]);
    expect(roleForPlan(many).notes[0]).toContain("21 guests: the role is given on /vms");
  });

  it("makes no role of nothing, nor of what root@pam alone may", () => {
    expect(roleForPlan([])).toEqual({ privileges: [], commands: [], notes: [] });
    expect(roleForPlan([need("/vms/9")]).commands).toEqual([]);
  });
});
