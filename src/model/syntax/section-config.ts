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

export interface Attribute {
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

const typedHeader = /^(\S+):\s*(\S+)$/;

/**
 * Reads the sections (pve-common SectionConfig.pm, 9.2). Two lenient points, each with a warning where it matters:
 * CRLF counts as a line break, and a header needs no empty line before it. Proxmox VE would skip such a header.
 */
export function readSectionConfig(text: string, syntax: SectionSyntax = {}): SectionConfig {
  const lines = splitLines(text);
  const sections: ConfigSection[] = [];
  const warnings: SectionWarning[] = [];
  let attributes: Attribute[] | undefined;
  for (const [index, { text: written }] of lines.entries()) {
    const line = index + 1;
    const content = trimSpace(written);
    if (written === "") attributes = undefined;
    if (content === "" || content.startsWith("#")) continue;
    if (/^\s/.test(written)) {
      const warning = addAttribute(attributes, content, line, syntax);
      if (warning !== undefined) warnings.push({ line, reason: warning });
      continue;
    }
    const header = parseHeader(content, syntax);
    if (header === undefined) {
      warnings.push({ line, reason: `neither a section header nor an indented key: '${content}'` });
      continue;
    }
    if (attributes !== undefined) {
      warnings.push({
        line,
        reason: "no empty line before this section; Proxmox VE would not see its header",
      });
    }
    attributes = [];
    sections.push({ ...header, line, attributes });
  }
  return { lines, sections, warnings };
}

/** The text back, byte for byte. */
export function printSectionConfig(config: Pick<SectionConfig, "lines">): string {
  return joinLines(config.lines);
}

function parseHeader(content: string, syntax: SectionSyntax): { type: string; id: string } | undefined {
  const match = typedHeader.exec(content);
  if (match?.[1] !== undefined && match[2] !== undefined)
    return { type: match[1].toLowerCase(), id: match[2] };
  return syntax.untyped && /^\S+$/.test(content) ? { type: "", id: content } : undefined;
}

function addAttribute(
  attributes: Attribute[] | undefined,
  content: string,
  line: number,
  syntax: SectionSyntax,
): string | undefined {
  const key = /^\S+/.exec(content)?.[0] ?? "";
  if (attributes === undefined) return `'${key}' belongs to no section`;
  const rest = trimSpace(content.slice(key.length));
  const isTwice = attributes.some((attribute) => attribute.key === key);
  if (isTwice && !syntax.repeatable?.has(key)) return `'${key}' is set twice; the first one counts`;
  attributes.push({ key, value: rest === "" ? undefined : rest, line });
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
