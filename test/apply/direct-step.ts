import type { HostStep } from "../../src/model/plan.ts";

/** A host step as a plan has it: of a dataset that holds disks as files. */
export const directStep: HostStep = {
  id: "pve1:tank/dir:direct",
  node: "pve1",
  argv: ["zfs", "set", "direct=disabled", "tank/dir"],
  inverse: ["zfs", "inherit", "direct", "tank/dir"],
  read: ["zfs", "get", "-Hp", "-o", "value", "direct", "tank/dir"],
  from: "standard",
  to: "disabled",
  clears: [],
  safety: "safe",
  risks: [],
};
