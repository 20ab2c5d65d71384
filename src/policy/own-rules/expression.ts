import type { Environment } from "@marcbachmann/cel-js";
import type { Missing } from "../../model/fact.ts";
import { mistypedHas, mostCharacters, noSuchField, type Refusal, refusedIn } from "./language.ts";
import { type Trace, unknownFact } from "./view.ts";

/** An expression that was found to be sound, ready to run. */
export interface Expression {
  /** The CEL type of its result: `bool`. */
  readonly type: string;
  readonly run: (variables: Readonly<Record<string, object>>, trace: Trace) => Answer;
}

type Answer =
  | { readonly kind: "value"; readonly value: unknown }
  /** A fact was not known, and the rest did not decide. */
  | { readonly kind: "unknown"; readonly missing: readonly [Missing, ...Missing[]] }
  /** It asked for something that is not there. */
  | { readonly kind: "failed"; readonly reason: string };

/** What is wrong with an expression, and from which to which character. */
export interface Flaw {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

export function compile(text: string, environment: Environment): Expression | Flaw {
  if (text.length > mostCharacters)
    return flaw(0, text.length, `${text.length} characters; own rules have ${mostCharacters} at most`);
  try {
    const program = environment.parse(text);
    const refused = refusedIn(program.ast);
    if (refused !== undefined) return flawOf(refused);
    const checked = program.check();
    if (!checked.valid || checked.type === undefined) return flawOfError(checked.error, text);
    const mistyped = mistypedHas(program.ast);
    if (mistyped !== undefined) return flawOf(mistyped);
    const run: Expression["run"] = (variables, trace) => answerOf(() => program({ ...variables }), trace);
    return { type: checked.type, run };
  } catch (error) {
    return flawOfError(error, text);
  }
}

function answerOf(evaluate: () => unknown, trace: Trace): Answer {
  try {
    return { kind: "value", value: evaluate() };
  } catch (error) {
    const [first, ...more] = trace.missing;
    if (first !== undefined) return { kind: "unknown", missing: [first, ...more] };
    return { kind: "failed", reason: error === unknownFact ? "a fact is not known" : runtimeReason(error) };
  }
}

/** What the library says of an error, as far as it is one of its own. */
interface Described {
  readonly code?: string;
  readonly summary?: string;
  readonly range?: { readonly start: number; readonly end: number };
  readonly node?: { readonly left?: { readonly checkedType?: { readonly name: string } } };
}

const describedBy = (error: unknown): Described => (typeof error === "object" && error !== null ? error : {});

function runtimeReason(error: unknown): string {
  const { code, summary } = describedBy(error);
  const [, key] = /^No such key: (.*)$/s.exec(summary ?? "") ?? [];
  if (code === "no_such_key" && key !== undefined)
    return `${key} is absent there; has(…${key}) asks first whether it is there`;
  return summary ?? (error instanceof Error ? error.message : String(error));
}

function flaw(from: number, to: number, reason: string): Flaw {
  return { from, to, reason };
}

function flawOf({ node, reason }: Refusal): Flaw {
  return flaw(node.op === "." ? node.end - node.args[1].length : node.start, node.end, reason);
}

function flawOfError(error: unknown, text: string): Flaw {
  const {
    code,
    summary = error instanceof Error ? error.message : String(error),
    range,
    node,
  } = describedBy(error);
  const { start, end } = range ?? { start: 0, end: text.length };
  const named = text.slice(start, end);
  const type = node?.left?.checkedType?.name;
  if (code === "no_such_key" && type !== undefined) return flaw(start, end, noSuchField(named, type));
  return flaw(start, end, plainWords(summary));
}

/** The library's words, as a sentence of ours begins. */
function plainWords(summary: string): string {
  const plain = summary
    .replace("Unexpected token: EOF", "the expression ends too soon")
    .replace(", got EOF", ", but the expression ends");
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}
