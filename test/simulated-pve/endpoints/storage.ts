import type { StorageEntry } from "../../../src/model/storage.ts";
import type { SimulatedVolume } from "../cluster-state.ts";
import { data, die, type Json, type JsonObject, type Reply } from "../reply.ts";
import { type Call, may, need, type Route } from "../route.ts";
import { isDisabled, isOn, isShared, storagesOf, volumesKey } from "../storage-access.ts";
import { digestOf, present } from "./guest-values.ts";

const audit = need("/storage/{storage}", "Datastore.Audit", "Datastore.AllocateSpace");
const perStorage = "/nodes/{node}/storage/{storage}";

/** Storages, their state and their volumes (pve-storage API2/Storage, 9.1.7). */
export const storageRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/storage",
    params: { type: "text" },
    answer: (call) =>
      data(
        visible(call)
          .filter(({ type }) => call.params["type"] === undefined || type === call.params["type"])
          .map((storage) => entry(call, storage)),
      ),
  },
  {
    method: "GET",
    path: "/storage/{storage}",
    needs: need("/storage/{storage}", "Datastore.Allocate"),
    answer: (call) => {
      const found = storagesOf(call.state).find(({ id }) => id === call.uri["storage"]);
      return found === undefined ? unknown(call.uri["storage"] ?? "") : data(entry(call, found));
    },
  },
  {
    method: "GET",
    path: "/nodes/{node}/storage",
    params: {
      content: "text",
      enabled: "boolean",
      format: "boolean",
      storage: "text",
      target: "text",
    },
    answer: (call) =>
      data(
        visible(call)
          .filter((storage) => call.params["enabled"] !== "1" || isEnabled(call, storage))
          .map((storage) => withFraction({ storage: storage.id, ...status(call, storage) })),
      ),
  },
  {
    method: "GET",
    path: `${perStorage}/status`,
    needs: audit,
    answer: (call) => onEnabled(call, (storage) => data(status(call, storage))),
  },
  {
    method: "GET",
    path: `${perStorage}/content`,
    params: { content: "text", vmid: "integer" },
    needs: audit,
    answer: (call) => onEnabled(call, (storage) => content(call, storage)),
  },
];

function visible(call: Call): readonly StorageEntry[] {
  return storagesOf(call.state).filter(({ id }) =>
    may(call, `/storage/${id}`, "Datastore.Audit", "Datastore.AllocateSpace"),
  );
}

function unknown(id: string): Reply {
  return die(`storage '${id}' does not exist`);
}

const numeric =
  /^(?:disable|shared|sparse|saferemove|snapshot-as-volume-chain|krbd|nocow|mkdir|nowritecache|tagged_only|port|max-protected-backups|create-.*|is_mountpoint)$/;

function entry(call: Call, storage: StorageEntry): JsonObject {
  const properties: Record<string, Json> = {};
  for (const [key, value] of Object.entries(storage.properties))
    properties[key] = numeric.test(key) && /^\d+$/.test(value) ? Number(value) : value;
  if (isShared(storage)) properties["shared"] = 1;
  const digest = digestOf(call.state.files.get("storage.cfg") ?? "");
  return { storage: storage.id, type: storage.type, ...properties, digest };
}

function isEnabled(call: Pick<Call, "node">, storage: StorageEntry): boolean {
  return !isDisabled(storage) && isOn(storage, call.node.name);
}

export function isActive(call: Pick<Call, "node" | "state">, storage: StorageEntry): boolean {
  return isEnabled(call, storage) && !call.state.offlineStorages.has(volumesKey(storage, call.node.name));
}

function status(call: Call, storage: StorageEntry): Record<string, Json> {
  const active = isActive(call, storage);
  const { total, used } = (active ? call.node.usage.get(storage.id) : undefined) ?? { total: 0, used: 0 };
  return {
    type: storage.type,
    content: storage.properties["content"] ?? "images,rootdir",
    shared: isShared(storage) ? 1 : 0,
    enabled: isEnabled(call, storage) ? 1 : 0,
    active: active ? 1 : 0,
    total,
    used,
    avail: total - used,
  };
}

function withFraction(row: Record<string, Json>): JsonObject {
  const { total, used } = row;
  const known = typeof total === "number" && typeof used === "number" && total > 0;
  return known ? { ...row, used_fraction: asPerlPrints(used / total) } : row;
}

/** 15 digits. */
function asPerlPrints(number: number): number {
  return Number(number.toPrecision(15));
}

function onEnabled(call: Call, answer: (storage: StorageEntry) => Reply): Reply {
  const id = call.uri["storage"] ?? "";
  const storage = storagesOf(call.state).find((one) => one.id === id);
  if (storage === undefined) return unknown(id);
  if (isDisabled(storage)) return die(`storage '${id}' is disabled`);
  if (!isOn(storage, call.node.name))
    return die(`storage '${id}' is not available on node '${call.node.name}'`);
  return answer(storage);
}

function content(call: Call, storage: StorageEntry): Reply {
  if (!isActive(call, storage)) return die(`storage '${storage.id}' is not online`);
  const { content: kind, vmid } = call.params;
  const rows = (call.state.volumes.get(volumesKey(storage, call.node.name)) ?? [])
    .filter((volume) => kind === undefined || volume.content === kind)
    .filter((volume) => vmid === undefined || volume.vmid === Number(vmid))
    .filter((volume) => maySee(call, storage.id, volume));
  return data(rows.map((volume) => volumeRow(storage.type, volume)));
}

/** Guests' volumes need VM.Audit on the guest, or Datastore.Allocate (Storage.pm check_volume_access). */
function maySee(call: Call, storage: string, { vmid }: SimulatedVolume): boolean {
  if (may(call, `/storage/${storage}`, "Datastore.Allocate", "Datastore.Audit")) return true;
  return vmid !== undefined && may(call, `/vms/${vmid}`, "VM.Audit", "VM.Config.Disk");
}

/** A time, for volumes whose own is nowhere kept. */
const created = 1_750_000_000;

/** Each plugin lists other keys: LVM's times are text, ZFS has a name and no time. */
function volumeRow(type: string, volume: SimulatedVolume): JsonObject {
  const { volid, format, size, vmid } = volume;
  const common = { volid, format, size, vmid, content: volume.content };
  const isImage = volume.content === "images";
  if (type === "zfspool") return present({ ...common, name: nameOf(volid), parent: null });
  if (type === "lvm" || type === "lvmthin") return present({ ...common, ctime: String(created) });
  return present({ ...common, ctime: created, ...(isImage ? { used: 0, parent: null } : {}) });
}

function nameOf(volid: string): string {
  return volid.slice(volid.lastIndexOf("/") + 1).replace(/^[^:]*:/, "");
}
