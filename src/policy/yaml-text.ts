import { isScalar, Lexer, type ParsedNode, parseDocument } from "yaml";
import { type Place, type Reading, report } from "./reading.ts";

/** More than any policy needs, and little enough that no text keeps the parser busy for long. */
const mostCharacters = 256 * 1024;
const deepest = 16;
const widestIndent = 100;

/** The one value of a YAML text as a tree with places; undefined: an error was reported. null: the text is empty. */
export function parseYaml(reading: Reading): ParsedNode | null | undefined {
  const { text } = reading;
  if (text.length > mostCharacters) {
    report(reading, start, `the file has ${text.length} characters; ${mostCharacters} at most are read`);
    return undefined;
  }
  const tooDeep = firstTooDeep(text);
  if (tooDeep !== undefined) {
    report(reading, { from: tooDeep, to: tooDeep + 1 }, "nested too deeply to be a policy");
    return undefined;
  }
  // Keys are compared while reading: the library would do it pair by pair.
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false });
  const [error] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (error !== undefined) {
    report(reading, { from: error.pos[0], to: error.pos[1] }, plainMessage(error.code, error.message));
    return undefined;
  }
  const { contents } = document;
  return isScalar(contents) && contents.source === "" && contents.type === "PLAIN" ? null : contents;
}

const start: Place = { from: 0, to: 1 };

/** The library speaks of its own functions here and there. */
function plainMessage(code: string, message: string): string {
  if (code === "MULTIPLE_DOCS") return "a second document begins here; a policy is one";
  if (code === "TAB_AS_INDENT") return "a tab; YAML indents with blanks";
  const [first = ""] = message.split("\n");
  return `not YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}

/** Where a text nests deeper than a policy can; the parser calls itself for each level. */
function firstTooDeep(text: string): number | undefined {
  let [at, brackets, onLine] = [0, 0, 0];
  for (const token of new Lexer().lex(text)) {
    if (token === "\n" || token === "\r\n") onLine = 0;
    else if (token === "[" || token === "{") brackets++;
    else if (token === "]" || token === "}") brackets = Math.max(0, brackets - 1);
    else if (brackets === 0 && /^[-?:]$/.test(token)) onLine++;
    const indent = /^ +$/.test(token) && token.length > widestIndent;
    if (brackets > deepest || onLine > deepest || indent) return Math.min(at, text.length);
    at += markers.has(token) ? 0 : token.length;
  }
  return undefined;
}

/** Tokens of the lexer that stand for no character: document, flow-error and scalar marks. */
const markers: ReadonlySet<string> = new Set(["\x02", "\x18", "\x1f"]);
