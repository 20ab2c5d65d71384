import { type Failure, mobilities, newGuestSystems, printable, type StorageChoice } from "../index.ts";
import { guestRoles } from "../model/decision.ts";
import type { GuestIntent } from "../model/intent.ts";
import { askedIntents, type DecideOptions, intentNamed } from "./decide-options.ts";
import type { Streams } from "./streams.ts";

type Ask = NonNullable<Streams["ask"]>;

/** How the storages would suit what was said so far; a Failure where that cannot be told. */
export type ChoicesFor = (said: DecideOptions) => readonly StorageChoice[] | Failure;

/** Asks what was not said: the two questions first, then system, role and what only a person knows. */
export async function askTheRest(
  options: DecideOptions,
  { ask, out }: { readonly ask: Ask; readonly out: Streams["out"] },
  choicesFor: ChoicesFor,
): Promise<DecideOptions> {
  const mobility =
    options.mobility ??
    (await oneOf(ask, out, "Can it move to another node?", mobilities, [
      "yes, it must: HA or live migration",
      "it may fail over: local ZFS, copied every few minutes",
      "no: bound to a device, or fine where it is",
    ]));
  const placed = { ...options, mobility };
  const storage = options.storage ?? (await askStorage(ask, out, choicesFor(placed)));
  const os = options.os ?? (await oneOf(ask, out, "System?", newGuestSystems));
  const role =
    options.role ?? (await oneOf(ask, out, "Role?", guestRoles, ["an ordinary guest", "made for a device"]));
  const intent = options.intent.length > 0 ? options.intent : await askIntents(ask, out);
  return { ...placed, ...(storage === undefined ? {} : { storage }), os, role, intent };
}

/** A word, its first letters, or its number; asked again until it is one. */
async function oneOf<T extends string>(
  ask: Ask,
  out: Streams["out"],
  question: string,
  words: readonly T[],
  meanings: readonly string[] = [],
): Promise<T> {
  const widest = Math.max(...words.map((word) => word.length));
  const rows = words.map((word, at) =>
    `  ${at + 1}  ${word.padEnd(widest)}  ${meanings[at] ?? ""}`.trimEnd(),
  );
  out(`${question}\n${rows.join("\n")}\n`);
  for (;;) {
    const given = (await ask("> ")).trim().toLowerCase();
    const found =
      words[Number(given) - 1] ??
      words.find((word) => word === given) ??
      words.find((word) => given !== "" && word.startsWith(given));
    if (found !== undefined) return found;
  }
}

/** What does not fit stays in sight with its reason, and has no number. */
async function askStorage(
  ask: Ask,
  out: Streams["out"],
  choices: readonly StorageChoice[] | Failure,
): Promise<string | undefined> {
  if (choices instanceof Error) {
    out(`What storage is under it?  ${printable(choices.hint ?? "")}\n`);
    return (await ask("> ")).trim();
  }
  const fit = choices.filter(({ verdict }) => verdict === "fits");
  if (fit.length === 0) return undefined;
  const row = ({ id, type, reasons }: StorageChoice): string =>
    printable([`${id}  ${type}`, ...reasons].join("; "));
  const others = choices.filter(({ verdict }) => verdict !== "fits").map((choice) => `     ${row(choice)}`);
  const rest = others.length === 0 ? "" : `     - these do not fit -\n${others.join("\n")}\n`;
  out(
    `What storage is under it?\n${fit.map((choice, at) => `  ${at + 1}  ${row(choice)}`).join("\n")}\n${rest}`,
  );
  for (;;) {
    const given = (await ask("> ")).trim();
    const found = fit[Number(given) - 1] ?? fit.find(({ id }) => id === given);
    if (found !== undefined) return found.id;
  }
}

async function askIntents(ask: Ask, out: Streams["out"]): Promise<readonly GuestIntent[]> {
  out(`Declare? ${askedIntents.join(", ")} (commas between, Enter for none)\n`);
  for (;;) {
    const words = (await ask("> ")).split(",").filter((word) => word.trim() !== "");
    const intents = words.flatMap((word) => intentNamed(word) ?? []);
    if (intents.length === words.length) return intents;
  }
}
