import * as z from "zod/mini";
import { type BlockDevice, type ClusterSnapshot, clusterFiles } from "../model/cluster.ts";

const reading = <T extends z.core.SomeType>(value: T) =>
  z.union([z.object({ value, source: z.string() }), z.object({ failed: z.string(), source: z.string() })]);

const mount = z.object({ target: z.string(), source: z.string(), fstype: z.string(), options: z.string() });

const blockDevice: z.ZodMiniType<BlockDevice> = z.object({
  name: z.string(),
  path: z.optional(z.string()),
  type: z.string(),
  rotational: z.optional(z.boolean()),
  size: z.optional(z.number()),
  model: z.optional(z.string()),
  serial: z.optional(z.string()),
  transport: z.optional(z.string()),
  fstype: z.optional(z.string()),
  label: z.optional(z.string()),
  mountpoints: z.array(z.string()),
  children: z.array(z.lazy(() => blockDevice)),
}) as unknown as z.ZodMiniType<BlockDevice>; // zod says `?: string | undefined` where exact optional types say `?: string`

const dataset = z.object({
  name: z.string(),
  properties: z.record(z.string(), z.object({ value: z.string(), source: z.string() })),
});

const vdev = z.object({
  role: z.enum(["data", "log", "cache", "special", "dedup", "spare"]),
  kind: z.string(),
  devices: z.array(z.string()),
});

const pool = z.object({ name: z.string(), state: z.string(), vdevs: z.array(vdev) });

const node = z.object({
  name: z.string(),
  packages: z.optional(reading(z.record(z.string(), z.string()))),
  kernel: z.optional(reading(z.string())),
  mounts: z.optional(reading(z.array(mount))),
  blockDevices: z.optional(reading(z.array(blockDevice))),
  datasets: z.optional(reading(z.array(dataset))),
  pools: z.optional(reading(z.array(pool))),
});

const vmid = z.int().check(z.positive());
const nodeName = z.nullable(z.string());

/** The shape of a bundle (schemas/snapshot-1.schema.json). Fields of a later version are dropped, not refused. */
const snapshotSchema = z.object({
  schema: z.literal("lanekeeper/snapshot/1"),
  takenAt: z.string(),
  tool: z.object({ name: z.string(), version: z.string() }),
  sources: z.array(z.object({ kind: z.enum(["directory", "bundle"]), name: z.string() })),
  folder: z.optional(z.string()),
  nodesComplete: z.boolean(),
  nodes: z.array(node),
  guests: z.array(z.object({ vmid, node: nodeName, config: z.string(), path: z.string() })),
  containers: z.array(z.object({ vmid, node: nodeName })),
  files: z.object(Object.fromEntries(clusterFiles.map((name) => [name, z.optional(z.nullable(z.string()))]))),
  unreadable: z.array(z.object({ path: z.string(), line: z.optional(z.number()), reason: z.string() })),
});

/** The snapshot, or the first thing that is wrong with it: `guests.3.vmid: …`. */
export function checkSnapshot(json: unknown): ClusterSnapshot | string {
  const result = snapshotSchema.safeParse(json);
  if (result.success) return result.data as ClusterSnapshot; // see blockDevice on optional fields
  const issue = result.error.issues[0];
  return issue === undefined ? "of another shape" : `${issue.path.join(".")}: ${issue.message}`;
}
