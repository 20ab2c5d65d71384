import { createHash } from "node:crypto";
import { readSectionConfig } from "../../../src/model/syntax/section-config.ts";
import { splitList } from "../../../src/model/syntax/split-list.ts";
import { guestFiles } from "../cluster-state.ts";
import { ctimeText } from "../facts/ctime-text.ts";
import { data, die, type Json, type JsonObject, type Reply } from "../reply.ts";
import { type Call, need, type Route } from "../route.ts";
import { digestOf, present } from "./guest-values.ts";
import { sectionRow } from "./section-row.ts";

const needs = need("/", "Sys.Audit");

/** High availability (pve-ha-manager API2/HA, 5.2). */
export const haRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/cluster/ha/resources",
    params: { type: ["ct", "vm"] },
    needs,
    answer: (call) => data(resources(call)),
  },
  { method: "GET", path: "/cluster/ha/resources/{sid}", needs, answer: resource },
  {
    method: "GET",
    path: "/cluster/ha/rules",
    params: { resource: "text", type: ["node-affinity", "resource-affinity"] },
    needs,
    since: 9,
    answer: (call) => data(rules(call)),
  },
  { method: "GET", path: "/cluster/ha/groups", needs, answer: groups },
  { method: "GET", path: "/cluster/ha/status/current", needs, answer: (call) => data(current(call)) },
  {
    method: "GET",
    path: "/cluster/ha/status/manager_status",
    needs,
    answer: (call) => data(managerStatus(call)),
  },
];

interface Resource {
  readonly sid: string;
  readonly row: JsonObject;
}

function listed({ state }: Call): readonly Resource[] {
  const text = state.files.get("ha/resources.cfg") ?? "";
  return readSectionConfig(text).sections.map((section) => {
    const sid = `${section.type}:${section.id}`;
    return { sid, row: { sid, state: "started", ...sectionRow(section), digest: digestOf(text) } };
  });
}

function resources(call: Call): Json {
  const { type } = call.params;
  return listed(call).flatMap(({ row }) => (type === undefined || row["type"] === type ? [row] : []));
}

function resource(call: Call): Reply {
  const sid = (call.uri["sid"] ?? "").replace(/^(\d+)$/, "vm:$1");
  const found = listed(call).find((one) => one.sid === sid);
  return found === undefined ? die(`no such resource '${sid}'`) : data(found.row);
}

function rules({ state }: Call): Json {
  const text = state.files.get("ha/rules.cfg") ?? "";
  return readSectionConfig(text).sections.map((section, index) => {
    const strict = section.type === "node-affinity" ? { strict: 0 } : {};
    return { rule: section.id, order: index + 1, ...strict, ...sectionRow(section), digest: digestOf(text) };
  });
}

/** Once the cluster runs 9, groups are migrated to rules and refused. */
function groups({ state, node }: Call): Reply {
  if (Number.parseInt(node.version, 10) >= 9)
    return die("cannot index groups: ha groups have been migrated to rules");
  const text = state.files.get("ha/groups.cfg") ?? "";
  const { sections } = readSectionConfig(text);
  return data(
    sections.map((section) => ({
      group: section.id,
      restricted: 0,
      nofailback: 0,
      ...sectionRow(section),
      digest: digestOf(text),
    })),
  );
}

function current(call: Call): Json {
  const { state, entry, now } = call;
  const master = [...state.nodes.keys()].at(-1) ?? "";
  const isNew = Number.parseInt(call.node.version, 10) >= 9;
  const quorum = { id: "quorum", type: "quorum", node: entry.name, status: "OK", quorate: 1 };
  if (listed(call).length === 0) return [quorum];
  const time = ctimeText(new Date(now * 1000));
  const lrm = [...state.nodes.keys()].map((node) => {
    const mode = servicesOf(call, node).length > 0 ? "active, watchdog active" : "idle, watchdog standby";
    return { id: `lrm:${node}`, type: "lrm", node, status: `${node} (${mode}, ${time})`, timestamp: now };
  });
  const fencing = { id: "fencing", type: "fencing", node: master, "armed-state": "armed" };
  return [
    quorum,
    { id: "master", type: "master", node: master, status: `${master} (active, ${time})`, timestamp: now },
    ...(isNew ? [{ ...fencing, status: "armed (CRM watchdog active)" }] : []),
    ...lrm,
    ...listed(call).map(({ sid, row }) => service(call, sid, row)),
  ];
}

function service(call: Call, sid: string, row: JsonObject): JsonObject {
  const node = nodeOf(call, sid) ?? "";
  const wanted = row["state"] ?? "started";
  return present({
    id: `service:${sid}`,
    sid,
    type: "service",
    node,
    status: `${sid} (${node}, ${String(wanted)})`,
    state: wanted,
    request_state: wanted,
    crm_state: wanted,
    max_restart: row["max_restart"] ?? 1,
    max_relocate: row["max_relocate"] ?? 1,
    failback: row["failback"] ?? (Number.parseInt(call.node.version, 10) >= 9 ? 1 : undefined),
    comment: row["comment"],
    group: row["group"],
  });
}

function nodeOf({ state }: Call, sid: string): string | undefined {
  const vmid = Number(splitList(sid.replace(":", ","))[1]);
  return guestFiles(state).find((guest) => guest.vmid === vmid)?.node;
}

function servicesOf(call: Call, node: string): readonly string[] {
  return listed(call)
    .map(({ sid }) => sid)
    .filter((sid) => nodeOf(call, sid) === node);
}

function managerStatus(call: Call): Json {
  const { state, now, entry } = call;
  const names = [...state.nodes.keys()];
  const services = listed(call).map(({ sid, row }) => [
    sid,
    { node: nodeOf(call, sid) ?? "", state: row["state"] ?? "started", running: 1, uid: uidOf(sid) },
  ]);
  const lrm = names.map((node) => [
    node,
    {
      mode: "active",
      state: servicesOf(call, node).length > 0 ? "active" : "wait_for_agent_lock",
      timestamp: now,
      results: Object.fromEntries(
        servicesOf(call, node).map((sid) => [
          uidOf(`${node} ${sid}`),
          { sid, state: "started", exit_code: 0 },
        ]),
      ),
    },
  ]);
  return {
    manager_status: {
      master_node: names.at(-1) ?? "",
      node_status: Object.fromEntries(names.map((name) => [name, "online"])),
      service_status: Object.fromEntries(services),
      timestamp: now,
    },
    lrm_status: Object.fromEntries(lrm),
    quorum: { node: entry.name, quorate: "1" },
  };
}

/** 16 bytes of base64 without padding, as the CRM numbers its commands. */
function uidOf(text: string): string {
  return createHash("md5").update(text).digest("base64").slice(0, 22);
}
