import { parseGuestConf } from "../../../src/model/syntax/guest-conf.ts";
import { type GuestFile, guestFiles, release, type SimulatedNode } from "../cluster-state.ts";
import type { Json, JsonObject } from "../reply.ts";
import { type Call, may } from "../route.ts";
import { isDisabled, isOn, isShared, storagesOf } from "../storage-access.ts";
import { guestTotals } from "./guest-totals.ts";
import { present } from "./guest-values.ts";
import { haStates } from "./ha-states.ts";
import { isActive } from "./storage.ts";

/** `GET /cluster/resources`: what the asker may not see is left out without a word. */
export function resources(call: Call): Json {
  const type = call.params["type"];
  const rows: readonly (readonly [string, () => readonly JsonObject[]])[] = [
    ["vm", () => guests(call)],
    ["node", () => nodes(call)],
    ["storage", () => storages(call)],
    ["sdn", () => zones(call)],
  ];
  return rows.flatMap(([kind, list]) => (type === undefined || type === kind ? list() : []));
}

function guests(call: Call): readonly JsonObject[] {
  const states = haStates(call.state);
  return guestFiles(call.state)
    .filter(({ vmid }) => may(call, `/vms/${vmid}`, "VM.Audit"))
    .map((guest) => guestRow(call, guest, states.get(guest.vmid)));
}

function guestRow({ state, node: { version } }: Call, guest: GuestFile, hastate?: string): JsonObject {
  const { vmid, kind, node } = guest;
  const { current } = parseGuestConf(guest.text);
  const online = state.nodes.get(node)?.online === true;
  const running = online && state.running.has(vmid);
  const totals = guestTotals(guest.text);
  const newer = release(version) >= 8.3;
  return present({
    id: `${kind}/${vmid}`,
    type: kind,
    vmid,
    node,
    name: online ? totals.name : undefined,
    status: online ? (running ? "running" : "stopped") : "unknown",
    template: totals.template,
    tags: newer ? current.entries.get("tags")?.value : undefined,
    lock: newer ? current.entries.get("lock")?.value : undefined,
    hastate,
    maxcpu: totals.cpus,
    maxmem: totals.memory,
    maxdisk: totals.disk,
    cpu: 0,
    disk: 0,
    mem: running ? totals.memory / 2 : 0,
    memhost: release(version) >= 9 ? 0 : undefined,
    diskread: running ? 1_048_576 : 0,
    diskwrite: running ? 2_097_152 : 0,
    netin: 0,
    netout: 0,
    uptime: state.running.get(vmid)?.uptime ?? 0,
  });
}

function nodes(call: Call): readonly JsonObject[] {
  const managed = (call.state.files.get("ha/resources.cfg") ?? "").trim() !== "";
  return [...call.state.nodes.values()].map((node) => {
    const details = may(call, `/nodes/${node.name}`, "Sys.Audit");
    return present({
      id: `node/${node.name}`,
      type: "node",
      node: node.name,
      status: node.online ? "online" : "offline",
      ...(details && node.online ? nodeLoad(node) : {}),
      hastate: managed ? (node.online ? "online" : "unknown") : undefined,
    });
  });
}

export function nodeLoad({ cpus, memory, uptime }: SimulatedNode): JsonObject {
  return {
    level: "",
    cpu: 0.05,
    maxcpu: cpus,
    mem: Math.trunc(memory / 2),
    maxmem: memory,
    disk: 30_408_704,
    maxdisk: 3_221_225_472,
    uptime,
    "cgroup-mode": 2,
  };
}

function storages(call: Call): readonly JsonObject[] {
  return storagesOf(call.state)
    .filter((storage) => !isDisabled(storage))
    .filter(({ id }) => may(call, `/storage/${id}`, "Datastore.Audit", "Datastore.AllocateSpace"))
    .flatMap((storage) =>
      [...call.state.nodes.values()]
        .filter((node) => isOn(storage, node.name))
        .map((node) => {
          const active = node.online && isActive({ state: call.state, node }, storage);
          const usage = active ? node.usage.get(storage.id) : undefined;
          return {
            id: `storage/${node.name}/${storage.id}`,
            type: "storage",
            node: node.name,
            storage: storage.id,
            plugintype: storage.type,
            content: storage.properties["content"] ?? "images,rootdir",
            shared: isShared(storage) ? 1 : 0,
            status: active ? "available" : "unknown",
            disk: usage?.used ?? 0,
            maxdisk: usage?.total ?? 0,
          };
        }),
    );
}

/** Every node has the zone `localnetwork` since 8.1; it is a `network` since 9.0. */
function zones(call: Call): readonly JsonObject[] {
  const since = release(call.node.version);
  if (since < 8.1 || !may(call, "/sdn/zones/localnetwork", "SDN.Audit", "SDN.Use")) return [];
  return [...call.state.nodes.values()].map(({ name: node, online }) => {
    const status = online ? "ok" : "unknown";
    if (since < 9) return { id: `sdn/${node}/localnetwork`, type: "sdn", node, sdn: "localnetwork", status };
    const network = { network: "localnetwork", "network-type": "zone" };
    return { id: `network/${node}/zone/localnetwork`, type: "network", node, ...network, status };
  });
}
