import * as z from "zod/mini";
import type { Plan } from "../model/plan.ts";

const text = z.nullable(z.string());
const argv = z.array(z.string());
const command = z.array(z.string()).check(z.minLength(1));
const severity = z.enum(["critical", "error", "warning", "note"]);
const finding = z.object({ id: z.string(), rule: z.string(), severity, place: z.string() });
const clears = z.array(finding);
const safety = z.enum(["safe", "review"]);
const takesEffect = z.enum(["at-once", "after-stop-start", "new-volumes-only"]);
const risks = z.array(z.string());
const id = z.string().check(z.regex(/^[\w.:@/+-]{1,200}$/));
const node = z.string().check(z.regex(/^[A-Za-z0-9][\w.-]{0,127}$/));
const counts = z.object({ critical: z.number(), error: z.number(), warning: z.number(), note: z.number() });

/** The shape of a plan (schemas/plan-1.schema.json). Whether it may be carried out is for check-plan.ts. */
const planSchema = z.object({
  schema: z.literal("lanekeeper/plan/1"),
  tool: z.object({ name: z.string(), version: z.string() }),
  createdAt: z.string(),
  cluster: z.object({ id: z.string(), name: z.string() }),
  snapshot: z.object({ takenAt: z.string(), sources: z.array(z.string()), sha256: z.string() }),
  steps: z.array(
    z.object({
      id,
      vmid: z.int().check(z.positive()),
      name: z.string(),
      node,
      digest: z.string().check(z.regex(/^[0-9a-f]{40}$/)),
      option: z.string().check(z.regex(/^[a-z][a-z0-9_-]*$/)),
      from: text,
      to: text,
      changes: z.array(z.object({ key: z.string(), from: text, to: text })),
      clears,
      safety,
      takesEffect,
      risks,
      byHand: z.optional(z.array(z.string())),
      needs: z.optional(z.array(id)),
      argv,
    }),
  ),
  hostSteps: z.array(
    z.object({
      id,
      node,
      argv: command,
      inverse: command,
      read: command,
      from: text,
      to: z.string(),
      clears,
      safety,
      takesEffect: z.optional(takesEffect),
      risks,
      byHand: z.optional(z.array(z.string())),
    }),
  ),
  manual: z.array(
    z.object({
      finding,
      message: z.string(),
      steps: z.array(z.string()),
      commands: z.array(z.object({ argv, node: z.optional(z.string()) })),
    }),
  ),
  refused: z.array(z.object({ finding, reason: z.string() })),
  prediction: z.object({
    cleared: clears,
    added: clears,
    counts: z.object({ before: counts, after: counts }),
  }),
});

/** The plan, or the first thing that is wrong with it: `steps.3.vmid: …`. */
export function checkPlanShape(json: unknown): Plan | string {
  const result = planSchema.safeParse(json);
  // zod's optional fields may be undefined, ours are absent; parsed JSON has no undefined, and a list of at least one is checked
  if (result.success) return result.data as unknown as Plan;
  const issue = result.error.issues[0];
  return issue === undefined ? "of another shape" : `${issue.path.join(".")}: ${issue.message}`;
}
