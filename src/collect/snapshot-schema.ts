import * as z from "zod/mini";
import { type ClusterSnapshot, clusterFiles } from "../model/cluster.ts";
import { nodeSchema, reading } from "./node-schema.ts";

const vmid = z.int().check(z.positive());
const nodeName = z.nullable(z.string());

const backupJob = z.object({
  id: z.string(),
  enabled: z.boolean(),
  schedule: z.optional(z.string()),
  storage: z.optional(z.string()),
  node: z.optional(z.string()),
  guests: z.union([
    z.object({ kind: z.literal("all"), but: z.array(vmid) }),
    z.object({ kind: z.literal("some"), vmids: z.array(vmid) }),
    z.object({ kind: z.literal("pool"), pool: z.string() }),
  ]),
  fleecing: z.optional(z.object({ enabled: z.boolean(), storage: z.optional(z.string()) })),
});

/** The shape of a bundle (schemas/snapshot-1.schema.json). Fields of a later version are dropped, not refused. */
const snapshotSchema = z.object({
  schema: z.literal("lanekeeper/snapshot/1"),
  takenAt: z.string(),
  tool: z.object({ name: z.string(), version: z.string() }),
  sources: z.array(
    z.object({
      kind: z.enum(["directory", "bundle", "facts", "node", "pvereport", "pasted", "api", "ssh"]),
      name: z.string(),
      takenAt: z.optional(z.string()),
    }),
  ),
  folder: z.optional(z.string()),
  nodesComplete: z.boolean(),
  guestsOf: z.optional(z.array(z.string())),
  nodes: z.array(nodeSchema),
  guests: z.array(
    z.object({
      vmid,
      node: nodeName,
      config: z.string(),
      path: z.string(),
      digest: z.optional(z.string()),
      configVersion: z.optional(z.string()),
    }),
  ),
  containers: z.array(z.object({ vmid, node: nodeName })),
  files: z.object(Object.fromEntries(clusterFiles.map((name) => [name, z.optional(z.nullable(z.string()))]))),
  rendered: z.optional(z.array(z.enum(clusterFiles))),
  partial: z.optional(z.array(z.enum(clusterFiles))),
  backupJobs: z.optional(reading(z.array(backupJob))),
  contradictions: z.optional(z.array(z.string())),
  unreadable: z.array(z.object({ path: z.string(), line: z.optional(z.number()), reason: z.string() })),
});

/** The snapshot, or the first thing that is wrong with it: `guests.3.vmid: …`. */
export function checkSnapshot(json: unknown): ClusterSnapshot | string {
  const result = snapshotSchema.safeParse(json);
  if (result.success) return result.data as ClusterSnapshot; // see node-schema.ts on optional fields
  const issue = result.error.issues[0];
  return issue === undefined ? "of another shape" : `${issue.path.join(".")}: ${issue.message}`;
}
