import * as z from "zod/mini";
import type { BlockDevice } from "../model/cluster.ts";

export const reading = <T extends z.core.SomeType>(value: T) =>
  z.union([z.object({ value, source: z.string() }), z.object({ failed: z.string(), source: z.string() })]);

const mount = z.object({ target: z.string(), source: z.string(), fstype: z.string(), options: z.string() });

const blockDevice: z.ZodMiniType<BlockDevice> = z.object({
  name: z.string(),
  path: z.optional(z.string()),
  type: z.string(),
  rotational: z.optional(z.boolean()),
  size: z.optional(z.number()),
  physicalSector: z.optional(z.number()),
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
  ashift: z.optional(z.number()),
});

const pool = z.object({
  name: z.string(),
  state: z.string(),
  vdevs: z.array(vdev),
  status: z.optional(z.string()),
  dataErrors: z.optional(z.boolean()),
  lastScrub: z.optional(z.nullable(z.string())),
  capacity: z.optional(z.number()),
  size: z.optional(z.number()),
  properties: z.optional(z.record(z.string(), z.string())),
});

const arc = z.object({
  size: z.number(),
  cMax: z.number(),
  arcMax: z.optional(z.number()),
  demandHits: z.number(),
  demandMisses: z.number(),
});

const trimSchedule = z.object({
  kind: z.enum(["timer", "cron"]),
  pool: z.nullable(z.string()),
  debianJob: z.boolean(),
  source: z.string(),
});

const logicalVolume = z.object({
  volumeGroup: z.string(),
  name: z.string(),
  segtype: z.string(),
  size: z.optional(z.number()),
  dataPercent: z.optional(z.number()),
  metadataPercent: z.optional(z.number()),
  autoactivation: z.optional(z.boolean()),
});

const volumeGroup = z.object({
  name: z.string(),
  uuid: z.optional(z.string()),
  physicalVolumes: z.array(z.string()),
});

const storageUsage = z.object({
  storage: z.string(),
  active: z.boolean(),
  total: z.number(),
  used: z.number(),
});

const backupDatastore = z.object({ name: z.string(), path: z.string() });

const agentAnswer = z.union([
  z.object({ answers: z.literal(false) }),
  z.object({ answers: z.literal(true), osName: z.optional(z.string()) }),
]);

const told = <T extends z.core.SomeType>(value: T) =>
  z.union([z.object({ value }), z.object({ failed: z.string() })]);

const guestInside = z.object({
  fileSystems: z.optional(
    told(
      z.array(
        z.object({
          mountpoint: z.string(),
          type: z.string(),
          total: z.optional(z.number()),
          used: z.optional(z.number()),
          disks: z.array(z.object({ device: z.optional(z.string()), serial: z.optional(z.string()) })),
        }),
      ),
    ),
  ),
  withoutBarriers: z.optional(told(z.array(z.object({ target: z.string(), option: z.string() })))),
  trimTimer: z.optional(told(z.boolean())),
  volumes: z.optional(
    told(
      z.array(
        z.object({
          volid: z.string(),
          format: z.optional(z.string()),
          size: z.number(),
          parent: z.optional(z.string()),
        }),
      ),
    ),
  ),
});

const replicationState = z.object({
  id: z.string(),
  failCount: z.number(),
  lastSync: z.nullable(z.string()),
  readAt: z.optional(z.string()),
  error: z.optional(z.string()),
});

/** What commands told of a node. */
export const nodeSchema = z.object({
  name: z.string(),
  packages: z.optional(reading(z.record(z.string(), z.string()))),
  kernel: z.optional(reading(z.string())),
  mounts: z.optional(reading(z.array(mount))),
  blockDevices: z.optional(reading(z.array(blockDevice))),
  datasets: z.optional(reading(z.array(dataset))),
  pools: z.optional(reading(z.array(pool))),
  arc: z.optional(reading(arc)),
  memory: z.optional(reading(z.number())),
  trimSchedules: z.optional(reading(z.array(trimSchedule))),
  logicalVolumes: z.optional(reading(z.array(logicalVolume))),
  thinPools: z.optional(reading(z.array(logicalVolume))),
  volumeGroups: z.optional(reading(z.array(volumeGroup))),
  storageUsage: z.optional(reading(z.array(storageUsage))),
  backupDatastores: z.optional(reading(z.array(backupDatastore))),
  running: z.optional(reading(z.record(z.string(), z.boolean()))),
  agents: z.optional(reading(z.record(z.string(), agentAnswer))),
  insides: z.optional(reading(z.record(z.string(), guestInside))),
  replicationStates: z.optional(reading(z.array(replicationState))),
});
