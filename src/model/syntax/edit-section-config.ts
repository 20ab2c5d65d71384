import { readSectionConfig } from "./section-config.ts";
import { joinLines, type TextLine } from "./text-lines.ts";

/** A section file with one property of one section set; every other line stays as it is. */
export function withProperty(text: string, id: string, key: string, value: string): string {
  const { sections, lines } = readSectionConfig(text);
  const section = sections.findLast((candidate) => candidate.id === id);
  if (section === undefined) return text;
  const written = section.attributes.findLast((attribute) => attribute.key === key);
  const edited: TextLine[] = [...lines];
  if (written !== undefined) {
    const at = written.line - 1;
    edited[at] = { text: `\t${key} ${value}`, ending: edited[at]?.ending ?? "\n" };
    return joinLines(edited);
  }
  const at = section.attributes.at(-1)?.line ?? section.line;
  const before = edited[at - 1];
  if (before?.ending === "") edited[at - 1] = { ...before, ending: "\n" };
  edited.splice(at, 0, { text: `\t${key} ${value}`, ending: before?.ending === "\r\n" ? "\r\n" : "\n" });
  return joinLines(edited);
}
