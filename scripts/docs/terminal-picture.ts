import stringWidth from "string-width";
import { run } from "../../src/cli/program.ts";
import { bufferStreams } from "../../test/support/buffer-streams.ts";

/** What a command prints on a terminal of 100 columns, as a picture. */
export async function terminalPicture(words: readonly string[]): Promise<string> {
  const env = { LANG: "C.UTF-8", TERM: "xterm-256color" };
  const { streams, written } = bufferStreams({ env, terminal: { columns: columns, rows: 200 } });
  await run([...words, "--color", "always"], streams);
  return svgOf(`lanekeeper ${words.join(" ")}`, written.out.trimEnd().split("\n"));
}

const columns = 100;
const cell = { width: 7.8, height: 17 };
const margin = 14;

/** 256-colour codes of the report's roles. */
const colours: Readonly<Record<string, string>> = {
  "197": "#ff005f",
  "166": "#d75f00",
  "136": "#af8700",
  "67": "#5f87af",
  "30": "#008787",
  "99": "#875fff",
  "244": "#808080",
};

function svgOf(title: string, lines: readonly string[]): string {
  const width = Math.ceil(columns * cell.width + 2 * margin);
  const height = lines.length * cell.height + 2 * margin;
  const rows = lines.map((line, index) => rowOf(line, margin + (index + 0.8) * cell.height));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)} in a terminal">
<rect width="100%" height="100%" rx="8" fill="#1e1e1e"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="13" fill="#d8d8d8">
${rows.filter((row) => row !== "").join("\n")}
</g>
</svg>
`;
}

interface Run {
  readonly text: string;
  readonly code: string;
}

/** Every run starts at its own column and carries no blanks around it, so that a font with other widths cannot push the columns apart. */
function rowOf(line: string, y: number): string {
  let column = 0;
  const spans = runsOf(line).map(({ text, code }) => {
    const blanks = text.length - text.trimStart().length;
    const x = margin + (column + blanks) * cell.width;
    column += stringWidth(text);
    const colour = colours[/38;5;(\d+)/.exec(code)?.[1] ?? ""];
    const has = (number: number): boolean => code.split(";").includes(String(number));
    const drawn = has(4) ? "underline" : has(9) ? "line-through" : undefined;
    const style = [
      colour === undefined ? "" : ` fill="${colour}"`,
      has(1) ? ' font-weight="bold"' : "",
      drawn === undefined ? "" : ` text-decoration="${drawn}"`,
    ].join("");
    return text.trim() === ""
      ? ""
      : `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${style}>${escaped(text.trim())}</text>`;
  });
  return spans.join("");
}

function runsOf(line: string): readonly Run[] {
  let code = "";
  return line.split(/(\x1b\[[\d;]*m)/).flatMap((part) => {
    const sequence = /^\x1b\[([\d;]*)m$/.exec(part)?.[1];
    if (sequence !== undefined) {
      code = sequence;
      return [];
    }
    // Columns are runs of blanks; each word group gets its own place.
    return part.split(/( {2,})/).map((text) => ({ text, code }));
  });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
