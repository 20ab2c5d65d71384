import type { ProcessCheck, ProcessView } from "../../model/run-output.ts";

/** What the new process confirmed and what it could not; what differs is in the result's message. */
export function processWords({ checks, unread }: ProcessView): readonly string[] {
  if (unread !== undefined) return [`not verified by the process: ${unread}`];
  const confirmed = grouped(
    checks.filter(({ outcome }) => outcome === "confirmed"),
    ({ drive }) => drive,
    ({ property, wanted }) => (property === "drive" ? "there" : `${property} ${wanted}`),
  );
  const open = grouped(
    checks.filter(({ outcome }) => outcome === "open"),
    ({ why }) => why ?? "not told",
    ({ drive, property }) => `${drive} ${property}`,
  );
  return [
    ...(confirmed.length === 0
      ? []
      : [`its process shows ${confirmed.map(([drive, what]) => `${drive} (${what})`).join(", ")}`]),
    ...open.map(([why, what]) => `not verified by the process: ${what} (${why})`),
  ];
}

function grouped(
  checks: readonly ProcessCheck[],
  by: (check: ProcessCheck) => string,
  word: (check: ProcessCheck) => string,
): readonly (readonly [string, string])[] {
  const groups = new Map<string, string[]>();
  for (const check of checks) groups.set(by(check), [...(groups.get(by(check)) ?? []), word(check)]);
  return [...groups].map(([name, words]) => [name, words.join(", ")]);
}
