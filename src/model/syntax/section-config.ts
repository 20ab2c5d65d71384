import { joinLines, splitLines, type TextLine, trimSpace } from "./text-lines.ts";

/** A file of sections (`type: id`, then indented `key value` lines), lossless and as read. */
export interface SectionConfig {
  readonly lines: readonly TextLine[];
  readonly sections: readonly ConfigSection[];
  readonly warnings: readonly SectionWarning[];
}

export interface ConfigSection {
  /** Lower case; "" where the file's headers have no type. */
  readonly type: string;
  readonly id: string;
  /** 1-based line of the header. */
  readonly line: number;
  readonly attributes: readonly Attribute[];
}

interface Attribute {
  readonly key: string;
  /** undefined: the key stands alone, which means true. */
  readonly value: string | undefined;
  readonly line: number;
}

export interface SectionWarning {
  readonly line: number;
  readonly reason: string;
}

export interface SectionSyntax {
  /** Headers may be an id alone (mapping files). */
  readonly untyped?: boolean;
  /** Keys that may come several times in a section. */
  readonly repeatable?: ReadonlySet<string>;
}

/**
 * Reads the sections (pve-common SectionConfig.pm, 9.2). Two lenient points, each with a warning where it matters:
 * CRLF counts as a line break, and a header needs no empty line before it. Proxmox VE would skip such a header.
 */
export function readSectionConfig(text: string, syntax: SectionSyntax = {}): SectionConfig {
  const lines = splitLines(text);
  const sections: ConfigSection[] = [];
  const warnings: SectionWarning[] = [];
  let open: OpenSection | undefined;
  for (const [index, { text: written }] of lines.entries()) {
    const line = index + 1;
    const content = trimSpace(written);
    if (written === "") open = undefined;
    if (content === "" || content.startsWith("#")) continue;
    if (/^\s/.test(written)) {
      const warning = addAttribute(open, content, line, syntax);
      if (warning !== undefined) warnings.push({ line, reason: warning });
      continue;
    }
    const header = parseHeader(content, syntax);
    if (header === undefined) {
      warnings.push({ line, reason: `neither a section header nor an indented key: '${content}'` });
      continue;
    }
    if (open !== undefined) {
      warnings.push({
        line,
        reason: "no empty line before this section; Proxmox VE would not see its header",
      });
    }
    open = { attributes: [], keys: new Set() };
    sections.push({ ...header, line, attributes: open.attributes });
  }
  return { lines, sections, warnings };
}

/** The text back, byte for byte. */
export function printSectionConfig(config: Pick<SectionConfig, "lines">): string {
  return joinLines(config.lines);
}

interface OpenSection {
  readonly attributes: Attribute[];
  readonly keys: Set<string>;
}

/** `type: id` or `type:id`, where the id holds no blank; the last colon divides. */
function parseHeader(content: string, syntax: SectionSyntax): { type: string; id: string } | undefined {
  const blank = content.search(/\s/);
  const colon = content.lastIndexOf(":", blank < 0 ? content.length : blank);
  const id = trimSpace(content.slice(colon + 1));
  const isTyped = colon > 0 && (blank < 0 || colon === blank - 1);
  if (isTyped && id !== "" && !/\s/.test(id)) return { type: content.slice(0, colon).toLowerCase(), id };
  return syntax.untyped && blank < 0 ? { type: "", id: content } : undefined;
}

function addAttribute(
  section: OpenSection | undefined,
  content: string,
  line: number,
  syntax: SectionSyntax,
): string | undefined {
  const key = /^\S+/.exec(content)?.[0] ?? "";
  if (section === undefined) return `'${key}' belongs to no section`;
  const rest = trimSpace(content.slice(key.length));
  if (section.keys.has(key) && !syntax.repeatable?.has(key))
    return `'${key}' is set twice; the first one counts`;
  section.keys.add(key);
  section.attributes.push({ key, value: rest === "" ? undefined : rest, line });
  return undefined;
}

/** The first value of a key; a bare key reads `1`; undefined: not there. */
export function attributeOf(section: ConfigSection, key: string): string | undefined {
  const found = section.attributes.find((attribute) => attribute.key === key);
  return found === undefined ? undefined : (found.value ?? "1");
}

export function isTrue(section: ConfigSection, key: string): boolean {
  return attributeOf(section, key) === "1";
}
