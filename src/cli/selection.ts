import { Failure, type Policy, policyRules, type ResolvedGuest } from "../index.ts";

/** What `--guest` and `--rule` choose. Patterns are ids, names or globs, by commas or repeated; `!` leaves out. */
interface Patterns {
  readonly keep: readonly RegExp[];
  readonly drop: readonly RegExp[];
}

function patternsOf(given: readonly string[]): Patterns {
  const words = given.flatMap((text) => text.split(",")).map((word) => word.trim());
  const written = words.filter((word) => word !== "" && word !== "!");
  const [drop, keep] = [true, false].map((excluded) =>
    written.filter((word) => word.startsWith("!") === excluded).map((word) => globOf(word.replace(/^!/, ""))),
  );
  return { keep: keep ?? [], drop: drop ?? [] };
}

function globOf(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");
}

function chosen(patterns: Patterns, names: readonly string[]): boolean {
  const matches = (list: readonly RegExp[]): boolean =>
    list.some((glob) => names.some((name) => glob.test(name)));
  return (patterns.keep.length === 0 || matches(patterns.keep)) && !matches(patterns.drop);
}

export function guestChoice(
  given: readonly string[],
  guests: readonly ResolvedGuest[],
): ((guest: ResolvedGuest) => boolean) | undefined {
  if (given.length === 0) return undefined;
  const patterns = patternsOf(given);
  const choice = (guest: ResolvedGuest): boolean => chosen(patterns, [String(guest.vmid), guest.name]);
  if (!guests.some(choice)) {
    throw new Failure(
      "no-such-guest",
      `no guest matches ${given.join(",")}`,
      "ids, names or globs; ! leaves out",
    );
  }
  return choice;
}

const shortName = (id: string): string => id.slice(id.indexOf("/") + 1);

export function ruleChoice(
  given: readonly string[],
  { ownRules }: Pick<Policy, "ownRules">,
): ((id: string) => boolean) | undefined {
  if (given.length === 0) return undefined;
  const patterns = patternsOf(given);
  const choice = (id: string): boolean => chosen(patterns, [id, shortName(id)]);
  if (![...policyRules, ...ownRules.map(({ id }) => id)].some(choice)) {
    throw new Failure("no-such-rule", `no rule matches ${given.join(",")}`, "`lanekeeper rules` lists them");
  }
  return choice;
}
