import { missingReplicationState } from "../../model/missing.ts";
import { notApplicable } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { missingIn, replicationMatters } from "../guest-placement.ts";
import { openUnlessNone } from "../open-for.ts";

export const replicationFailing: Rule<"guest"> = {
  id: "guest/replication-failing",
  subject: "guest",
  severity: "error",
  summary: "the replication of a guest fails or lags",
  needs: ["config", "storage-cfg", "node-count", "replication", "replication-state"],
  check(guest) {
    if (!replicationMatters(guest)) return notApplicable;
    return openUnlessNone([...missingIn([guest.replication]), missingReplicationState(guest.node)]);
  },
};
