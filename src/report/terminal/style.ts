import type { Severity } from "../../model/outcome.ts";

/** What the terminal can do. */
export interface Style {
  readonly columns: number;
  readonly colour: "none" | "16" | "256";
  readonly ascii: boolean;
  /** Height, where there is one: a report that is taller ends with the summary. */
  readonly rows?: number;
}

export type Role = Severity | "pass" | "open" | "added" | "removed" | "quiet";

/** Codes that stay readable on dark and on light grounds; never 16-colour yellow or bright black. */
const codes: Readonly<Record<Role, { readonly "256": string; readonly "16": string }>> = {
  critical: { "256": "1;38;5;197", "16": "1;31" },
  error: { "256": "38;5;166", "16": "31" },
  warning: { "256": "38;5;136", "16": "1" },
  note: { "256": "38;5;67", "16": "34" },
  pass: { "256": "38;5;30", "16": "36" },
  open: { "256": "38;5;99", "16": "35" },
  added: { "256": "4;38;5;30", "16": "4;36" },
  removed: { "256": "9;38;5;166", "16": "31" },
  quiet: { "256": "38;5;244", "16": "" },
};

export function paint(role: Role, text: string, { colour }: Style): string {
  const code = colour === "none" ? "" : codes[role][colour];
  return code === "" || text === "" ? text : `\x1b[${code}m${text}\x1b[0m`;
}

/** UTF-8, ASCII. None of them is drawn as an emoji, two cells wide. */
const glyphs = {
  critical: ["✗", "X"],
  error: ["▲", "E"],
  warning: ["△", "W"],
  note: ["·", "n"],
  pass: ["✓", "+"],
  open: ["?", "?"],
  notApplicable: ["-", "-"],
  remedy: ["→", "->"],
  stopStart: ["↻", "@"],
  shared: ["╌╌╌", "- -"],
  replicated: ["╌╌▸", "- >"],
  local: ["━━━", "==="],
  pinned: ["┻", "_"],
  chainFirst: ["│", "|"],
  chain: ["├", "|-"],
  chainLast: ["└", "'-"],
  separator: [" · ", ", "],
  ellipsis: ["…", "..."],
} as const;

export type Glyph = keyof typeof glyphs;

/** A sign; whoever places it leaves a space after it, because some terminals draw it two cells wide. */
export function glyph(name: Glyph, { ascii }: Style): string {
  return glyphs[name][ascii ? 1 : 0];
}

/** The painted sign of a severity, of a pass or of an open question. */
export function mark(role: Severity | "pass" | "open", style: Style): string {
  return paint(role, glyph(role, style), style);
}
