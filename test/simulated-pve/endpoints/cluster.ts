import { parseGuestConf } from "../../../src/model/syntax/guest-conf.ts";
import { readReplicationCfg } from "../../../src/model/syntax/replication-cfg.ts";
import { readSectionConfig } from "../../../src/model/syntax/section-config.ts";
import { parseTags } from "../../../src/model/syntax/tags.ts";
import { type ClusterState, guestFiles } from "../cluster-state.ts";
import { data, die, type Json, type JsonObject } from "../reply.ts";
import { type Call, may, need, type Route } from "../route.ts";
import { optionsOf } from "./datacenter-options.ts";
import { present } from "./guest-values.ts";
import { resources } from "./resources.ts";
import { sectionRow } from "./section-row.ts";

const audit = need("/", "Sys.Audit");

/** What is said of the cluster as a whole (pve-manager API2/Cluster.pm, 9.2). */
export const clusterRoutes: readonly Route[] = [
  { method: "GET", path: "/version", answer: ({ entry }) => data(versionOf(entry.version, entry.repoid)) },
  {
    method: "GET",
    path: "/nodes/{node}/version",
    answer: ({ node }) => data(versionOf(node.version, node.repoid)),
  },
  { method: "GET", path: "/cluster/status", needs: audit, answer: (call) => data(status(call)) },
  {
    method: "GET",
    path: "/cluster/resources",
    params: { type: ["vm", "storage", "node", "sdn"] },
    answer: (call) => data(resources(call)),
  },
  {
    method: "GET",
    path: "/cluster/options",
    needs: audit,
    answer: ({ state }) => data(optionsOf(state.files.get("datacenter.cfg") ?? "", tagsOf(state))),
  },
  { method: "GET", path: "/cluster/replication", answer: (call) => data(replication(call)) },
  { method: "GET", path: "/cluster/backup", needs: audit, answer: (call) => data(backups(call)) },
  { method: "GET", path: "/cluster/nextid", params: { vmid: "integer" }, answer: nextId },
  { method: "GET", path: "/cluster/config/nodes", needs: audit, answer: (call) => data(configNodes(call)) },
];

function tagsOf(state: ClusterState): readonly string[] {
  const tags = guestFiles(state).flatMap(({ text }) => {
    const written = parseGuestConf(text).current.entries.get("tags")?.value;
    return written === undefined ? [] : parseTags(written);
  });
  return [...new Set(tags)].sort();
}

function versionOf(version: string, repoid: string): JsonObject {
  return { version, release: version.split(".").slice(0, 2).join("."), repoid };
}

function status({ state, entry }: Call): Json {
  const nodes = [...state.nodes.values()];
  const online = nodes.filter((node) => node.online).length;
  const quorate = online * 2 > nodes.length ? 1 : 0;
  const cluster = {
    type: "cluster",
    id: "cluster",
    name: state.name,
    nodes: nodes.length,
    quorate,
    version: Number(/config_version:\s*(\d+)/.exec(state.files.get("corosync.conf") ?? "")?.[1] ?? 1),
  };
  const rows = nodes.map(({ name, id, address, online }) => ({
    type: "node",
    id: `node/${name}`,
    name,
    nodeid: id,
    ip: address,
    level: "",
    online: online ? 1 : 0,
    local: name === entry.name ? 1 : 0,
  }));
  // A node that never joined a cluster lists itself alone, as node 0.
  return state.files.has("corosync.conf") ? [cluster, ...rows] : rows.map((row) => ({ ...row, nodeid: 0 }));
}

function replication(call: Call): Json {
  const { sections } = readSectionConfig(call.state.files.get("replication.cfg") ?? "");
  const jobs = readReplicationCfg(call.state.files.get("replication.cfg") ?? "");
  return jobs.flatMap(({ id, vmid }) => {
    const section = sections.find((one) => one.id === id);
    if (section === undefined || !may(call, `/vms/${vmid}`, "VM.Audit")) return [];
    return [{ id, guest: vmid, jobnum: Number(id.split("-")[1]), ...sectionRow(section) }];
  });
}

function backups({ state, now }: Call): Json {
  const { sections } = readSectionConfig(state.files.get("jobs.cfg") ?? "");
  return sections
    .filter(({ type }) => type === "vzdump")
    .map((section) => present({ id: section.id, ...sectionRow(section), "next-run": now + 3600 }));
}

function nextId({ state, params }: Call) {
  const taken = new Set(guestFiles(state).map(({ vmid }) => vmid));
  const { vmid } = params;
  if (vmid !== undefined) return taken.has(Number(vmid)) ? die(`VM ${vmid} already exists`) : data(vmid);
  let id = 100;
  while (taken.has(id)) id += 1;
  return data(String(id));
}

function configNodes({ state }: Call): Json {
  return [...state.nodes.values()].map(({ name, id, address }) => ({
    node: name,
    name,
    nodeid: String(id),
    quorum_votes: "1",
    ring0_addr: address,
  }));
}
