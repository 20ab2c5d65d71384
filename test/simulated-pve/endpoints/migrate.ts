import { isCdrom, isCloudInit, readDrive } from "../../../src/model/syntax/drive-string.ts";
import { type GuestConf, parseGuestConf } from "../../../src/model/syntax/guest-conf.ts";
import { readSectionConfig } from "../../../src/model/syntax/section-config.ts";
import { parseVolume } from "../../../src/model/syntax/volume-id.ts";
import { data, die, type Json, type JsonObject, type Reply } from "../reply.ts";
import { type Call, need, type Route, vmidOf } from "../route.ts";
import { isDisabled, isOn, isShared, storagesOf } from "../storage-access.ts";
import { withConfig } from "./guest-config.ts";
import { present } from "./guest-values.ts";
import { haStates } from "./ha-states.ts";

/** The preconditions of a migration, of the config in force (qemu-server QemuMigrate/Helpers.pm, 9.2.6). */
export const migrateRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/nodes/{node}/qemu/{vmid}/migrate",
    params: { target: "text" },
    needs: need("/vms/{vmid}", "VM.Migrate"),
    answer: (call) => withConfig(call, (text) => preconditions(call, parseGuestConf(text))),
  },
];

function preconditions(call: Call, conf: GuestConf): Reply {
  const lock = conf.current.entries.get("lock")?.value;
  if (lock !== undefined) return die(`VM is locked (${lock})`);
  const vmid = vmidOf(call);
  const disks = localDisks(call, conf);
  const mapped = mappedDevices(call, conf);
  const unavailable = unavailableStorages(call, conf);
  return data(
    present({
      running: call.state.running.has(vmid) ? 1 : 0,
      allowed_nodes: Object.keys(unavailable).filter(
        (node) => Object.keys(unavailable[node] ?? {}).length === 0,
      ),
      not_allowed_nodes: unavailable,
      local_disks: disks,
      local_resources: localResources(call, conf),
      "mapped-resources": Object.keys(mapped),
      "mapped-resource-info": mapped,
      "has-dbus-vmstate": 1,
      "dependent-ha-resources": haStates(call.state).has(vmid) ? [] : undefined,
    }),
  );
}

interface Disk {
  readonly key: string;
  readonly volid: string;
  readonly size: number | undefined;
  readonly cdrom: boolean;
  readonly cloudInit: boolean;
  readonly replicate: boolean;
  /** What the drive itself says. */
  readonly shared: boolean;
  unused: boolean;
}

/** By volume: a volume may be attached and unused at once. */
function disksOf(conf: GuestConf): readonly Disk[] {
  const disks = new Map<string, Disk>();
  const sections = [conf.current, ...conf.snapshots.values()];
  for (const { key, value } of sections.flatMap(({ entries }) => [...entries.values()])) {
    const reading = readDrive(key, value);
    if (!reading.ok || reading.drive.file === "none") continue;
    const { drive } = reading;
    const known = disks.get(drive.file);
    const unused = drive.bus === "unused";
    if (known !== undefined) known.unused ||= unused;
    else {
      disks.set(drive.file, {
        key,
        volid: drive.file,
        size: drive.size,
        cdrom: isCdrom(drive),
        cloudInit: isCloudInit(drive) && isCdrom(drive),
        replicate: drive.options["replicate"] !== "0",
        shared: drive.options["shared"] === "1",
        unused,
      });
    }
  }
  return [...disks.values()];
}

function localDisks(call: Call, conf: GuestConf): readonly JsonObject[] {
  const shared = new Set(
    storagesOf(call.state)
      .filter(isShared)
      .map(({ id }) => id),
  );
  const attached = new Set(conf.current.entries.keys());
  return disksOf(conf)
    .filter(({ volid }) => {
      const volume = parseVolume(volid);
      return volume.kind !== "volume" || !shared.has(volume.storage);
    })
    .filter((disk) => !disk.shared)
    .map((disk) =>
      present({
        volid: disk.volid,
        drivename: disk.key,
        size: disk.size,
        cdrom: disk.cdrom ? 1 : 0,
        shared: 0,
        replicate: disk.replicate ? 1 : 0,
        is_attached: attached.has(disk.key) && !disk.key.startsWith("unused") ? 1 : 0,
        is_cloudinit: disk.cloudInit ? 1 : 0,
        is_tpmstate: disk.key === "tpmstate0" ? 1 : 0,
        is_unused: disk.unused ? 1 : 0,
        is_vmstate: 0,
      }),
    );
}

/** Devices that stay where they are, by what qemu-server looks for. */
function localResources(call: Call, { current }: GuestConf): readonly string[] {
  const running = call.state.running.has(vmidOf(call));
  return [...current.entries.values()]
    .filter(({ key, value }) => {
      if (key === "ivshmem" || /^parallel\d+$/.test(key)) return true;
      if (/^(?:amd-sev|intel-tdx)$/.test(key)) return running;
      if (/^serial\d+$/.test(key)) return value !== "socket";
      if (/^usb\d+$/.test(key)) return !/^(?:host=)?spice\b/.test(value) && !value.includes("mapping=");
      return /^hostpci\d+$/.test(key) && !value.includes("mapping=");
    })
    .map(({ key }) => key);
}

/** hostpci and usb by mapping: the option → its mapping's name, and whether it may migrate live. */
function mappedDevices({ state }: Call, { current }: GuestConf): Readonly<Record<string, JsonObject>> {
  const { sections } = readSectionConfig(state.files.get("mapping/pci.cfg") ?? "", {
    untyped: true,
    repeatable: new Set(["map"]),
  });
  const mapped = [...current.entries.values()].flatMap(({ key, value }) => {
    const name = /^(?:hostpci|usb)\d+$/.test(key) ? /mapping=([^,]+)/.exec(value)?.[1] : undefined;
    if (name === undefined) return [];
    const section = sections.find(({ id }) => id === name);
    const isLive = section?.attributes.some(
      (one) => one.key === "live-migration-capable" && one.value !== "0",
    );
    return [[key, { name, ...(isLive === true ? { "live-migration": 1 } : {}) }] as const];
  });
  return Object.fromEntries(mapped);
}

/** Every other node that is up → the storages the guest needs and it has not. */
function unavailableStorages(call: Call, conf: GuestConf): Readonly<Record<string, JsonObject>> {
  const storages = new Map(storagesOf(call.state).map((storage) => [storage.id, storage]));
  const needed = disksOf(conf).flatMap(({ volid }) => {
    const volume = parseVolume(volid);
    return volume.kind === "volume" ? [volume.storage] : [];
  });
  const others = [...call.state.nodes.values()].filter(
    ({ name, online }) => online && name !== call.node.name,
  );
  return Object.fromEntries(
    others.map(({ name }) => {
      const missing: Json = [...new Set(needed)].filter((id) => {
        const storage = storages.get(id);
        return storage === undefined || isDisabled(storage) || !isOn(storage, name);
      });
      return [name, missing.length === 0 ? {} : { unavailable_storages: missing }];
    }),
  );
}
