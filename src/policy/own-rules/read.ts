import { isScalar } from "yaml";
import { severities } from "../../model/outcome.ts";
import type { AnyOwnRule, OwnRuleText } from "../../model/rule.ts";
import { type Entry, entriesOf, type Node, oneOf, placeOf, type Read, text, written } from "../readers.ts";
import { type Place, type Reading, report } from "../reading.ts";
import { record } from "../record.ts";
import { placesIn } from "../scalar-places.ts";
import type { Compiled } from "./compile.ts";

/** Turns what was written into a rule. Handed in, so that whoever has no own rules does not load CEL. */
export type OwnRuleCompiler = (rule: OwnRuleText) => Compiled;

/** A text that may be CEL, with its place in the file. */
interface PlacedText {
  readonly text: string;
  readonly node: Node;
}

const placed: Read<PlacedText> = (node, name, reading) => {
  const read = text(node, name, reading);
  return read === undefined ? undefined : { text: written(node) ?? read, node };
};

interface Fields {
  readonly subject: OwnRuleText["subject"];
  readonly severity: OwnRuleText["severity"];
  readonly when?: PlacedText;
  readonly fails: PlacedText;
  readonly message: PlacedText;
  readonly why?: string;
  readonly remedy?: string;
}

const fields = record<Fields>(
  {
    subject: oneOf("drive", "guest", "volume", "storage", "pool", "node"),
    severity: oneOf(...severities),
    when: placed,
    fails: placed,
    message: placed,
    why: text,
    remedy: text,
  },
  ["subject", "severity", "fails", "message"],
);

const mostRules = 100;
const nameForm = /^[a-z][a-z0-9-]{0,59}$/;

/** Own rules by name, each compiled where it stands; without a compiler, nobody could, and that is an error. */
export function ownRules(compiler: OwnRuleCompiler | undefined): Read<readonly Entry<AnyOwnRule>[]> {
  const entries = entriesOf(fields, (key) =>
    nameForm.test(key) ? undefined : "a name is small letters, digits and dashes, as in backup-needed",
  );
  return (node, name, reading) => {
    const read = entries(node, name, reading);
    if (read === undefined) return undefined;
    if (compiler === undefined) return report(reading, placeOf(node), "own rules cannot be read here");
    if (read.length > mostRules)
      return report(reading, placeOf(node), `${read.length} own rules; ${mostRules} at most are read`);
    return read.flatMap((entry) => {
      const value = compiledOf(entry, compiler, reading);
      return value === undefined ? [] : [{ ...entry, value }];
    });
  };
}

/** undefined: an error was reported. */
function compiledOf(
  { key, value, source }: Entry<Fields>,
  compiler: OwnRuleCompiler,
  reading: Reading,
): AnyOwnRule | undefined {
  const { when, fails, message, ...rest } = value;
  const compiled = compiler({
    ...rest,
    id: `custom/${key}`,
    ...(when === undefined ? {} : { when: when.text }),
    fails: fails.text,
    message: message.text.trim(),
    source,
  });
  if (!("flaws" in compiled)) return compiled;
  for (const { text: which, from, to, reason } of compiled.flaws) {
    const part = { when, fails, message }[which];
    if (part !== undefined)
      report(reading, placeInside(part, from, to, reading), `rules.${key}.${which}: ${reason}`);
  }
  return undefined;
}

function placeInside({ node }: PlacedText, from: number, to: number, reading: Reading): Place {
  if (!isScalar(node)) return placeOf(node);
  const places = placesIn(node, reading.text);
  const [start, end] = [places[Math.min(from, places.length - 1)], places[Math.min(to, places.length - 1)]];
  return start === undefined || end === undefined
    ? placeOf(node)
    : { from: start, to: Math.max(end, start + 1) };
}
