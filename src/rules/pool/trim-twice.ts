import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { openUnlessNone } from "../open-for.ts";
import { hasSsd, holdsData } from "../pool-disks.ts";
import { trimPlan } from "../trim.ts";

export const trimTwice: Rule<"pool"> = {
  id: "pool/trim-twice",
  subject: "pool",
  severity: "note",
  summary: "two schedules trim the same pool",
  needs: ["trim-schedules", "dataset-properties", "vdevs", "block-devices", "medium"],
  check(pool, policy) {
    const ssd = hasSsd(pool, policy, holdsData);
    if (ssd.known && !ssd.value) return notApplicable;
    const { trimSchedules } = pool.node;
    if (!trimSchedules.known) return open(trimSchedules.missing);
    const { covering, missing } = trimPlan(pool);
    if (!ssd.known) return covering.length + missing.length < 2 ? notApplicable : open(ssd.missing);
    if (covering.length < 2) {
      if (missing.length > 0) return openUnlessNone(missing);
      return covering.length === 1 ? pass : notApplicable; // pool/trim-never-runs speaks
    }
    const { node, name } = pool;
    const timer = covering.find(({ kind }) => kind === "timer");
    const sources = covering.map(({ source }) => source);
    return {
      kind: "fail",
      message: `${sources.join(" and ")} both trim this pool: twice the load, nothing gained`,
      evidence: sources.map((source) => ({ fact: "trims the pool", value: name, source, node: node.name })),
      remedy: {
        kind: "manual",
        takesEffect: "at-once",
        steps: ["keep one of them, Debian's job where it is one, and switch the others off"],
        ...(timer === undefined
          ? {}
          : { commands: [{ argv: ["systemctl", "disable", "--now", timer.source], node: node.name }] }),
        risks: ["switch one off, not both"],
      },
    };
  },
};
