import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import {
  type ClusterSnapshot,
  clusterFiles,
  type LogicalVolume,
  type NodeSnapshot,
} from "../../src/model/cluster.ts";
import type { SimulatedNode } from "../../test/simulated-pve/cluster-state.ts";
import { poolsOf } from "./captured-pools.ts";

/** A snapshot that is the captured cluster as far as its answers tell, so that the simulation can play it. */
export function capturedCluster(folder: string): ClusterSnapshot {
  const etc = join(folder, "raw-etc-pve");
  const read = (path: string) => readFileSync(join(etc, path), "utf8");
  const paths = readdirSync(etc, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => relative(etc, join(file.parentPath, file.name)));
  const guests = paths.flatMap((path) => {
    const [, node, vmid] = /^nodes\/([^/]+)\/qemu-server\/(\d+)\.conf$/.exec(path) ?? [];
    return node === undefined ? [] : [{ vmid: Number(vmid), node, config: read(path), path }];
  });
  const files = clusterFiles.filter((file) => paths.includes(file)).map((file) => [file, read(file)]);
  return {
    schema: "lanekeeper/snapshot/1",
    takenAt: "2026-11-22T07:23:40.000Z",
    tool: { name: "captures", version: "1" },
    sources: [],
    nodesComplete: true,
    nodes: nodeNames.map((name) => capturedNode(folder, name)),
    guests,
    containers: [],
    files: Object.fromEntries(files),
    unreadable: [],
  };
}

/** Packages that were listed and not installed. */
export function notInstalled(folder: string): Readonly<Record<string, Partial<SimulatedNode>>> {
  return Object.fromEntries(
    nodeNames.map((node) => {
      const text = readFileSync(join(folder, `${node}_apt_versions.json`), "utf8");
      const rows = z.object({ data: z.array(packageShape) }).parse(JSON.parse(text)).data;
      const missing = rows.filter((row) => row.CurrentState !== "Installed");
      return [node, { notInstalled: Object.fromEntries(missing.map((row) => [row.Package, row.Version])) }];
    }),
  );
}

const nodeNames = ["pve1", "pve2", "pve3"];
const source = "captures";

function capturedNode(folder: string, name: string): NodeSnapshot {
  const body = <T>(file: string, shape: z.ZodType<T>): T => {
    const text = readFileSync(join(folder, `${name}_${file}.json`), "utf8");
    return z.object({ data: shape }).parse(JSON.parse(text)).data;
  };
  const listed = body("apt_versions", z.array(packageShape));
  const packages = listed.filter((row) => row.CurrentState === "Installed");
  const status = body("status", statusShape);
  const usage = body("storage", z.array(usageShape));
  const guests = body("qemu", z.array(z.object({ vmid: z.number(), status: z.string() })));
  const groups = body("disks_lvm", z.object({ children: z.array(groupShape) })).children;
  const thin = body("disks_lvmthin", z.array(thinShape));
  return {
    name,
    packages: { value: Object.fromEntries(packages.map((row) => [row.Package, row.Version])), source },
    kernel: { value: status["current-kernel"].release, source },
    memory: { value: status.memory.total, source },
    blockDevices: {
      value: [
        ...body("disks_list", z.array(diskShape)).map(blockDevice),
        ...groups
          .flatMap((group) => group.children)
          .map(({ name, size }) => ({
            name,
            path: name,
            type: "mpath",
            size,
            mountpoints: [],
            children: [],
          })),
      ],
      source,
    },
    pools: { value: poolsOf(folder, name), source },
    volumeGroups: {
      value: groups.map((group) => ({
        name: group.name,
        uuid: group.name,
        physicalVolumes: group.children.map((volume) => volume.name),
      })),
      source,
    },
    logicalVolumes: {
      value: [
        ...groups.flatMap(otherVolumes),
        ...thin.map((pool) => ({
          volumeGroup: pool.vg,
          name: pool.lv,
          segtype: "thin-pool",
          size: pool.lv_size,
          dataPercent: (100 * pool.used) / pool.lv_size,
          metadataPercent: (100 * pool.metadata_used) / pool.metadata_size,
        })),
      ],
      source,
    },
    storageUsage: {
      value: usage.map(({ storage, active, total, used }) => ({
        storage,
        active: active === 1,
        total,
        used,
      })),
      source,
    },
    running: {
      value: Object.fromEntries(guests.map((guest) => [guest.vmid, guest.status === "running"])),
      source,
    },
  };
}

const statusShape = z.object({
  "current-kernel": z.object({ release: z.string() }),
  memory: z.object({ total: z.number() }),
});
const usageShape = z.object({
  storage: z.string(),
  active: z.number(),
  total: z.number(),
  used: z.number(),
});
const packageShape = z.object({ Package: z.string(), Version: z.string(), CurrentState: z.string() });
const groupShape = z.object({
  name: z.string(),
  size: z.number(),
  free: z.number(),
  lvcount: z.number(),
  children: z.array(z.object({ name: z.string(), size: z.number() })),
});

/** As many volumes as there were, together as large; what they were nobody asked. */
function otherVolumes({ name, size, free, lvcount }: z.infer<typeof groupShape>): LogicalVolume[] {
  return Array.from({ length: name === "vg_qvo" ? 1 : lvcount }, (_, index) => ({
    volumeGroup: name,
    name: `volume${index}`,
    segtype: name === "vg_qvo" ? "thin" : "linear",
    size: index === 0 ? size - free : 0,
  }));
}

const thinShape = z.object({
  lv: z.string(),
  vg: z.string(),
  lv_size: z.number(),
  used: z.number(),
  metadata_size: z.number(),
  metadata_used: z.number(),
});
const diskShape = z.object({
  devpath: z.string(),
  type: z.string(),
  size: z.number(),
  model: z.string(),
  serial: z.string(),
});

function blockDevice({ devpath, type, size, model, serial }: z.infer<typeof diskShape>) {
  const name = devpath.replace("/dev/", "");
  const part = { name: `${name}1`, type: "part", fstype: "zfs_member", mountpoints: [], children: [] };
  const rotational = type === "hdd";
  return {
    name,
    type: "disk",
    path: devpath,
    rotational,
    size,
    model,
    serial,
    mountpoints: [],
    children: [part],
  };
}
