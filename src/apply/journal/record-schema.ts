import * as z from "zod/mini";
import type { JournalRecord } from "../../model/journal.ts";

const text = z.nullable(z.string());
const at = z.string();
const command = z.array(z.string()).check(z.minLength(1));
const vmid = z.nullable(z.int());

const recordSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("begin"),
    schema: z.literal("lanekeeper/journal/1"),
    run: z.string(),
    at,
    tool: z.object({ name: z.string(), version: z.string() }),
    cluster: z.object({ id: z.string(), name: z.string() }),
    plan: z.string(),
    who: z.string(),
    undoes: z.optional(z.string()),
  }),
  z.object({
    kind: z.literal("intent"),
    at,
    step: z.string(),
    node: z.string(),
    vmid,
    option: z.string(),
    before: text,
    to: text,
    digest: text,
    others: z.optional(z.string()),
    commands: z.optional(z.object({ argv: command, inverse: command, read: command })),
  }),
  z.object({
    kind: z.literal("result"),
    at,
    step: z.string(),
    vmid,
    option: z.string(),
    outcome: z.enum(["active", "pending", "already", "refused", "failed", "unclear"]),
    after: z.optional(text),
    digest: z.optional(z.string()),
    message: z.optional(z.string()),
  }),
  z.object({ kind: z.literal("end"), at }),
]);

/** The record, or undefined: a line of another shape. */
export function recordIn(json: unknown): JournalRecord | undefined {
  const result = recordSchema.safeParse(json);
  // parsed JSON has no undefined, and a list of at least one is checked
  return result.success ? (result.data as unknown as JournalRecord) : undefined;
}
