import type { Environment } from "@marcbachmann/cel-js";
import type { Missing } from "../../model/fact.ts";
import { type Evidence, notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { AnyOwnRule, JudgedKind, OwnRule, OwnRuleText, Subjects } from "../../model/rule.ts";
import { compile, type Expression, type Flaw } from "./expression.ts";
import { environmentOf, viewOfSubject } from "./language.ts";
import { compileMessage, type Message } from "./message.ts";
import { newTrace, type Trace, type View } from "./view.ts";

/** A rule ready to judge, or what is wrong with which of its texts. */
export type Compiled =
  | AnyOwnRule
  | { readonly flaws: readonly (Flaw & { readonly text: "when" | "fails" | "message" })[] };

/** Setting up CEL costs more than any rule: one for each kind of subject. */
const environments = new Map<JudgedKind, Environment>();

function environment(kind: JudgedKind): Environment {
  const made = environments.get(kind) ?? environmentOf(kind);
  environments.set(kind, made);
  return made;
}

export function compileOwnRule(written: OwnRuleText): Compiled {
  const cel = environment(written.subject);
  const always: Expression = { type: "bool", run: () => ({ kind: "value", value: true }) };
  const when = written.when === undefined ? always : condition(written.when, cel);
  const fails = condition(written.fails, cel);
  const message = compileMessage(written.message, cel);
  if ("reason" in when || "reason" in fails || "reason" in message) {
    const parts = { when, fails, message };
    const flaws = (["when", "fails", "message"] as const).flatMap((text) => {
      const part = parts[text];
      return "reason" in part ? [{ ...part, text }] : [];
    });
    return { flaws };
  }
  return ruleOf(written, { when, fails, message });
}

/** A condition is true or false. */
function condition(text: string, cel: Environment): Expression | Flaw {
  const compiled = compile(text, cel);
  if ("reason" in compiled || compiled.type === "bool") return compiled;
  return { from: 0, to: text.length, reason: `it has to be true or false, and this is ${compiled.type}` };
}

interface Parts {
  readonly when: Expression;
  readonly fails: Expression;
  readonly message: Message;
}

function ruleOf(written: OwnRuleText, parts: Parts): AnyOwnRule {
  switch (written.subject) {
    case "drive":
      return about("drive", written, parts);
    case "guest":
      return about("guest", written, parts);
    case "volume":
      return about("volume", written, parts);
    case "storage":
      return about("storage", written, parts);
    case "pool":
      return about("pool", written, parts);
    case "node":
      return about("node", written, parts);
  }
}

function about<K extends JudgedKind>(subject: K, written: OwnRuleText, parts: Parts): OwnRule<K> {
  const { id, severity } = written;
  const view: View<Subjects[K]> = viewOfSubject(subject) as unknown as View<Subjects[K]>; // the table has each under its kind
  const variables = (of: Subjects[K], trace: Trace) => ({ [subject]: view.of(of, subject, trace) });
  return {
    id,
    subject,
    severity,
    summary: written.fails.replace(/\s+/g, " ").trim(),
    needs: [],
    written,
    check(judged): Outcome {
      const asked = newTrace();
      const applies = parts.when.run(variables(judged, asked), asked);
      if (applies.kind !== "value") return openFor(written, applies);
      if (applies.value !== true) return notApplicable;
      const trace = newTrace();
      const failed = parts.fails.run(variables(judged, trace), trace);
      if (failed.kind !== "value") return openFor(written, failed);
      if (failed.value !== true) return pass;
      return {
        kind: "fail",
        message: parts.message((of) => variables(judged, of)),
        evidence: evidenceOf(trace, sourceOf[subject](judged)),
        remedy: { kind: "manual", steps: [written.remedy ?? `see \`lanekeeper explain ${id}\``], risks: [] },
      };
    },
  };
}

function openFor(
  { id, source }: OwnRuleText,
  answer: Exclude<ReturnType<Expression["run"]>, { kind: "value" }>,
): Outcome {
  if (answer.kind === "unknown") return open(answer.missing);
  const missing: Missing = {
    fact: `${id}: ${answer.reason}`,
    access: "policy",
    how: `correct the rule: ${source}`,
  };
  return open([missing]);
}

const mostEvidence = 8;

/** What the expression looked at, and where that was read; `otherwise` is where its subject stands. */
function evidenceOf({ read }: Trace, otherwise: string): readonly Evidence[] {
  return [...read]
    .slice(0, mostEvidence)
    .map(([fact, { value, source }]) => ({ fact, value, source: source === "" ? otherwise : source }));
}

const sourceOf: { readonly [K in JudgedKind]: (subject: Subjects[K]) => string } = {
  drive: ({ source }) => source,
  guest: ({ file }) => file,
  volume: ({ uses }) => uses[0].source,
  storage: ({ storage }) => storage.source,
  pool: ({ node, name }) => `${node.name} zpool ${name}`,
  node: ({ name }) => name,
};
