import { wrapText } from "./table.ts";

/** A Markdown page (a rule's or a topic's) for a terminal: headings become a left column, examples keep their lines. */
export function terminalPage(
  page: string,
  columns: number,
  marks: { readonly fail: string; readonly pass: string; readonly open: string },
): string {
  const [title = "", ...rest] = page.split("\n");
  const out: string[] = [`${title.replace(/^# /, "")}\n`];
  for (const section of sectionsOf(rest)) out.push(textOf(section, columns, marks));
  return out.join("");
}

function textOf(section: PageSection, columns: number, marks: Parameters<typeof terminalPage>[2]): string {
  if (section.fence === "examples") return examples(section, columns, marks);
  return section.fence === undefined ? paragraph(section, columns) : verbatim(section);
}

/** What is to be copied keeps its lines. */
function verbatim({ heading, lines }: PageSection): string {
  const rows = lines.map((line) => `  ${line}`.trimEnd()).join("\n");
  return `${heading}\n${rows.replace(/^\n+|\n+$/g, "")}\n\n`;
}

interface PageSection {
  readonly heading: string;
  /** The word behind the backticks; undefined: prose. */
  readonly fence: string | undefined;
  readonly lines: readonly string[];
}

function sectionsOf(lines: readonly string[]): readonly PageSection[] {
  const sections: { heading: string; fence: string | undefined; lines: string[] }[] = [
    { heading: "", fence: undefined, lines: [] },
  ];
  for (const line of lines) {
    const heading = /^## (.*)$/.exec(line)?.[1];
    const last = sections.at(-1);
    if (heading !== undefined) sections.push({ heading, fence: undefined, lines: [] });
    else if (line.startsWith("```")) {
      // what follows the closing fence is prose again
      if (last?.fence !== undefined) sections.push({ heading: "", fence: undefined, lines: [] });
      else if (last !== undefined) last.fence = line.slice(3).trim();
    } else last?.lines.push(line);
  }
  return sections.filter(({ lines: body }) => body.some((line) => line.trim() !== ""));
}

/** A section of our own below a page, in its layout. */
export function headed(heading: string, lines: readonly string[], columns: number): string {
  return paragraph({ heading, fence: undefined, lines }, columns);
}

const indent = 16;

function paragraph({ heading, lines }: PageSection, columns: number): string {
  const width = Math.max(20, columns - (heading === "" ? 0 : indent));
  const body = joined(lines).flatMap((text) => hanging(text, width));
  if (heading === "") return `${body.join("\n")}\n\n`;
  // A heading that does not fit beside its text stands above it.
  const above = heading.length < indent ? [] : [heading];
  const beside = above.length === 0 ? heading : "";
  const rows = body.map((line, index) => `${(index === 0 ? beside : "").padEnd(indent)}${line}`.trimEnd());
  return `${[...above, ...rows].join("\n")}\n\n`;
}

function hanging(text: string, width: number): readonly string[] {
  if (text.startsWith("|")) return [text];
  const bullet = /^(?:- |\d+\. )/.exec(text)?.[0].length ?? 0;
  return wrapText(text, width - bullet).map((line, index) =>
    index === 0 ? line : " ".repeat(bullet) + line,
  );
}

/** Lines of a paragraph become one; bullets, numbers and table rows start anew. */
function joined(lines: readonly string[]): readonly string[] {
  const texts: string[] = [];
  let open = false;
  for (const raw of lines) {
    const line = raw.trim();
    const starts = /^(?:- |\d+\. |\|)/.test(line);
    if (line === "") open = false;
    else if (open && !starts) texts.push(`${texts.pop() ?? ""} ${line}`);
    else texts.push(line);
    if (line !== "") open = true;
  }
  return texts.map((text) => text.replaceAll("`", ""));
}

function examples(
  { heading, lines }: PageSection,
  columns: number,
  marks: { readonly fail: string; readonly pass: string; readonly open: string },
): string {
  const rows = lines
    .filter((line) => line.trim() !== "")
    .flatMap((line) => {
      const [verdict = "", ...words] = line.split(/ +/);
      const mark =
        verdict === "fail"
          ? marks.fail
          : verdict === "pass"
            ? marks.pass
            : verdict === "open"
              ? marks.open
              : "-";
      const [first, ...more] = wrapText(words.join(" "), Math.max(20, columns - 6));
      return [`  ${mark} ${first}`, ...more.map((text) => `      ${text}`)];
    });
  return `${heading}\n${rows.join("\n")}\n\n`;
}
