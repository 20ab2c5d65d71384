import { joinLines, splitLines, trimSpace } from "../../model/syntax/text-lines.ts";
import { redacted } from "./known-words.ts";
import type { Redactor } from "./properties.ts";

/** How a file of sections is redacted. */
export interface SectionPolicy {
  /** Headers may be an id alone (mapping files). */
  readonly untyped?: boolean;
  readonly types: ReadonlySet<string>;
  readonly id: Redactor;
  /** For keys that are no plain word: part of a line that went astray. */
  readonly oddKey: Redactor;
  /** Keys that are not listed lose their value. */
  readonly attributes: ReadonlyMap<string, Redactor>;
}

/** Line by line: headers, keys, blanks and what Proxmox VE would not understand stay where they were. */
export function redactSections(text: string, policy: SectionPolicy): string {
  return joinLines(
    splitLines(text).map(({ text: line, ending }) => ({ text: redactLine(line, policy), ending })),
  );
}

function redactLine(line: string, policy: SectionPolicy): string {
  const content = trimSpace(line);
  if (content === "") return line;
  const start = line.indexOf(content);
  const end = line.slice(start + content.length);
  if (content.startsWith("#")) return `${line.slice(0, start)}#${redacted}${end}`;
  const changed = /^\s/.test(line) ? redactAttribute(content, policy) : redactHeader(content, policy);
  return line.slice(0, start) + changed + end;
}

/** `type: id`, where the last colon before the first blank divides, as the reader of these files has it. */
function redactHeader(content: string, policy: SectionPolicy): string {
  const blank = content.search(/\s/);
  const colon = content.lastIndexOf(":", blank < 0 ? content.length : blank);
  const id = trimSpace(content.slice(colon + 1));
  const isTyped = colon > 0 && (blank < 0 || colon === blank - 1);
  if (isTyped && id !== "" && !/\s/.test(id)) {
    const type = content.slice(0, colon);
    const between = content.slice(colon + 1, content.lastIndexOf(id));
    return `${policy.types.has(type.toLowerCase()) ? type : "othertype"}:${between}${policy.id(id)}`;
  }
  return policy.untyped && blank < 0 ? policy.id(content) : `${redacted} line`;
}

const plainKey = /^[a-z][a-z_-]{0,30}$/;

function redactAttribute(content: string, policy: SectionPolicy): string {
  const key = /^\S+/.exec(content)?.[0] ?? "";
  const rest = content.slice(key.length);
  const value = trimSpace(rest);
  const shown = policy.attributes.has(key) || plainKey.test(key) ? key : policy.oddKey(key);
  if (value === "") return shown;
  const redactor = policy.attributes.get(key);
  return shown + rest.slice(0, rest.indexOf(value)) + (redactor === undefined ? redacted : redactor(value));
}
