import { readReplicationCfg } from "../../../src/model/syntax/replication-cfg.ts";
import { readSectionConfig } from "../../../src/model/syntax/section-config.ts";
import { guestPath } from "../cluster-state.ts";
import { data, type Json } from "../reply.ts";
import { type Call, may, type Route } from "../route.ts";
import { sectionRow } from "./section-row.ts";

/** The replication jobs of the guests on a node, and how they fare. */
export const nodeReplicationRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/nodes/{node}/replication",
    params: { guest: "integer" },
    answer: (call) => data(jobsOf(call)),
  },
];

function jobsOf(call: Call): Json {
  const { state, node, params } = call;
  const text = state.files.get("replication.cfg") ?? "";
  const sections = new Map(readSectionConfig(text).sections.map((section) => [section.id, section]));
  return readReplicationCfg(text).flatMap(({ id, vmid, schedule }) => {
    const section = sections.get(id);
    if (section === undefined || !state.files.has(guestPath(node.name, vmid))) return [];
    if (params["guest"] !== undefined && Number(params["guest"]) !== vmid) return [];
    if (!may(call, `/vms/${vmid}`, "VM.Audit")) return [];
    return {
      id,
      guest: vmid,
      vmtype: "qemu",
      jobnum: Number(id.split("-")[1]),
      source: node.name,
      schedule,
      fail_count: 0,
      last_sync: 0,
      last_try: 0,
      next_sync: call.now + 900,
      ...sectionRow(section),
      ...state.replications.get(id),
    };
  });
}
