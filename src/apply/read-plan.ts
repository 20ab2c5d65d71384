import { createHash } from "node:crypto";
import { Failure } from "../model/failure.ts";
import type { Plan } from "../model/plan.ts";
import { boundedText } from "./bounded-text.ts";
import { unplanned } from "./check-planned.ts";
import { checkPlanShape } from "./plan-schema.ts";

export interface PlanFile {
  readonly plan: Plan;
  /** SHA-256 of the file: what earlier runs of the same plan are known by. */
  readonly sha256: string;
}

/** Bytes. A plan for 10,000 guests is about 30 MB. */
const largest = 256 * 1024 * 1024;

/** Throws a Failure: not there, no plan, of another version, damaged, or with what we plan never. */
export function readPlanFile(path: string): PlanFile {
  const text = textOf(path);
  const json = parsed(text, path);
  const schema = typeof json === "object" && json !== null && "schema" in json ? json.schema : undefined;
  if (typeof schema !== "string" || !schema.startsWith("lanekeeper/plan/"))
    throw new Failure("no-plan", `${path} is no plan`, "lanekeeper plan -o plan.json writes one");
  if (schema !== "lanekeeper/plan/1")
    throw new Failure("other-plan", `${path} is a plan of another version of Lanekeeper`, "make it again");
  const plan = checkPlanShape(json);
  if (typeof plan === "string")
    throw new Failure("damaged-plan", `${path} is a damaged plan: ${plan}`, "make it again");
  const stray = unplanned(plan);
  if (stray !== undefined)
    throw new Failure(
      "plan-refused",
      `step ${stray.id} of the plan is refused: no rule proposes ${stray.what}`,
      "a plan is carried out as it was made: make it again",
    );
  return { plan, sha256: sha256Of(text) };
}

export function sha256Of(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function textOf(path: string): string {
  try {
    return boundedText(path, largest);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/, \w+ '.*$/, "") : "";
    throw new Failure("no-file", `cannot read the plan ${path}: ${reason}`);
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure("no-plan", `${path} is not JSON`, "lanekeeper plan -o plan.json writes one");
  }
}
