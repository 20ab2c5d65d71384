import type { GuestStep } from "../model/plan.ts";
import { alreadySo } from "./already-so.ts";
import { optionValue, othersHash } from "./guest-state.ts";
import type { EarlierWrites } from "./journal/earlier-runs.ts";
import { type Look, lookAt } from "./look.ts";
import { obstacle } from "./obstacles.ts";
import { optionChanges } from "./option-changes.ts";
import type { ApplyRun, Outcome } from "./run.ts";
import { sameValue } from "./same-value.ts";
import { writeOption } from "./write-option.ts";

type Seen = Extract<Look, { readonly ok: true }>;

/** Carries out one step, or says why not. Only a Failure of the journal is thrown: then nothing more may be done. */
export async function applyStep(
  run: ApplyRun,
  step: GuestStep,
  planned: ReadonlySet<string>,
): Promise<Outcome> {
  const look = await lookAt(run.door, run.places, step.vmid);
  if (!look.ok) return refused(look.reason);
  const present = optionValue(look.state, step.option);
  const known = isAsWeLeftIt(look, step, run.earlier.get(step.vmid));
  if (sameValue(step.option, present, step.to)) return alreadySo(look, step, known);
  const earlier = run.earlier.get(step.vmid)?.intents ?? [];
  const own = new Set([...planned, ...earlier.map(({ option }) => option)]);
  const hindrance = obstacle(look, step, own) ?? drift(step, present, known);
  if (hindrance !== undefined) return refused(hindrance);
  run.journal.write({
    kind: "intent",
    at: run.now(),
    step: step.id,
    node: look.node,
    vmid: step.vmid,
    option: step.option,
    before: present,
    to: step.to,
    digest: look.state.digest,
    others: othersHash(look.state, step.option),
  });
  return await writeOption(run, step, look);
}

function drift(
  { vmid, option, from }: GuestStep,
  present: string | null,
  known: boolean,
): string | undefined {
  if (!sameValue(option, present, from)) {
    const keys = optionChanges(option, from, present).map(
      ({ key, from: was, to: is }) => `${key} is ${is ?? "unset"} and was ${was ?? "unset"}`,
    );
    return `${option} was changed since the plan was made: ${keys.join(", ")}`;
  }
  return known
    ? undefined
    : `${vmid} was changed since the plan was made, though not its ${option}; a snapshot counts, too`;
}

/** As when the plan was made, or as a write of ours left it, also one whose end no journal knows. */
function isAsWeLeftIt({ state }: Seen, step: GuestStep, earlier: EarlierWrites | undefined): boolean {
  if (state.digest === step.digest || earlier?.digests.has(state.digest) === true) return true;
  return (
    earlier?.intents.some(
      ({ option, before, to, others }) =>
        others === othersHash(state, option) &&
        [before, to].some((value) => sameValue(option, optionValue(state, option), value)),
    ) === true
  );
}

function refused(message: string): Outcome {
  return { outcome: "refused", message };
}
