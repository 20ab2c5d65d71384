import type { Environment } from "@marcbachmann/cel-js";
import { compile, type Expression, type Flaw } from "./expression.ts";
import { newTrace } from "./view.ts";

/** What a finding says: plain text with expressions in braces. */
export type Message = (
  variablesOf: (trace: ReturnType<typeof newTrace>) => Readonly<Record<string, object>>,
) => string;

/** A finding is one sentence; what comes from a config can be of any length. */
const mostShown = 600;
const mostWritten = 1000;

/** Reads `{drive.key} is {drive.format}`; braces meant as such are written twice. */
export function compileMessage(text: string, environment: Environment): Message | Flaw {
  if (text.length > mostWritten)
    return {
      from: 0,
      to: text.length,
      reason: `${text.length} characters; a message has ${mostWritten} at most`,
    };
  const parts: (string | Expression)[] = [];
  let at = 0;
  for (const piece of text.matchAll(/\{\{|\}\}|\{((?:[^{}"']|"[^"]*"|'[^']*')*)\}|[{}]/g)) {
    parts.push(text.slice(at, piece.index));
    at = piece.index + piece[0].length;
    const [, inner] = piece;
    if (inner === undefined) {
      if (piece[0].length === 1)
        return {
          from: piece.index,
          to: at,
          reason: `a brace without its other; one that is meant is written ${piece[0]}${piece[0]}`,
        };
      parts.push(piece[0].charAt(0));
      continue;
    }
    const compiled = compile(inner, environment);
    if ("reason" in compiled)
      return { ...compiled, from: piece.index + 1 + compiled.from, to: piece.index + 1 + compiled.to };
    if (!shown.has(compiled.type))
      return {
        from: piece.index,
        to: at,
        reason: `a message shows texts, numbers and lists of texts, and this is ${compiled.type}`,
      };
    parts.push(compiled);
  }
  parts.push(text.slice(at));
  return (variablesOf) => clipped(parts.map((part) => wordOf(part, variablesOf)).join(""));
}

const shown: ReadonlySet<string> = new Set(["string", "int", "double", "bool", "list<string>"]);

function wordOf(part: string | Expression, variablesOf: Parameters<Message>[0]): string {
  if (typeof part === "string") return part;
  const trace = newTrace();
  const answer = part.run(variablesOf(trace), trace);
  if (answer.kind !== "value") return answer.kind === "unknown" ? "(not known)" : "(none)";
  return Array.isArray(answer.value) ? answer.value.join(", ") : String(answer.value);
}

function clipped(text: string): string {
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}
