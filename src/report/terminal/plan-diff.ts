import type { GuestStep, HostStep } from "../../model/plan.ts";
import { propertyParts } from "../../model/syntax/property-string.ts";
import { width } from "./lines.ts";
import { paint, type Role, type Style } from "./style.ts";

/**
 * Old and new line of a step, key by key. Only the added keys where nothing else moves; `size=` is left out of both, because
 * Proxmox VE works it out itself.
 */
export function stepDiff({ option, from, to, changes }: GuestStep, style: Style): readonly string[] {
  const isDrive = changes.some(({ key }) => key !== option);
  if (!isDrive) return optionDiff(`${option}: `, from, to, style);
  if (changes.every((change) => change.from === null)) {
    const added = changes.map(({ key, to: value }) => ({ text: `${key}=${value}`, changed: true }));
    return diffLines("+", added, style, "  ");
  }
  const old = new Set(changes.filter((change) => change.from !== null).map(({ key }) => key));
  const now = new Set(changes.filter((change) => change.to !== null).map(({ key }) => key));
  return [...diffLines("-", partsOf(from, old), style), ...diffLines("+", partsOf(to, now), style)];
}

export function hostDiff({ argv, from, to }: HostStep, style: Style): readonly string[] {
  const [program, , third = "", flag = ""] = argv;
  if (program === "systemctl") return optionDiff("", from, to, style);
  const name = program === "zfs" ? `${third.slice(0, third.indexOf("="))}=` : `${flag.replace(/^--/, "")} `;
  const value = program === "zfs" ? third.slice(third.indexOf("=") + 1) : to;
  return optionDiff(name, from, value, style);
}

function optionDiff(name: string, from: string | null, to: string | null, style: Style): readonly string[] {
  const side = (sign: "+" | "-", value: string | null): readonly string[] =>
    value === null ? [] : diffLines(sign, [{ text: `${name}${value}`, changed: true }], style);
  return [...side("-", from), ...side("+", to)];
}

interface Piece {
  readonly text: string;
  readonly changed: boolean;
}

function partsOf(text: string | null, changed: ReadonlySet<string>): readonly Piece[] {
  return propertyParts(text ?? "")
    .filter(({ key }) => key !== "size")
    .map((part) => ({ text: part.text, changed: part.key !== undefined && changed.has(part.key) }));
}

const indent = "   ";

/** Breaks between keys; without colour the changed ones are underlined on a line of their own. */
function diffLines(
  sign: "+" | "-",
  pieces: readonly Piece[],
  style: Style,
  separator = ",",
): readonly string[] {
  const role: Role = sign === "+" ? "added" : "removed";
  const shown =
    separator === "," ? pieces : pieces.map(({ text, changed }) => ({ text: `${sign} ${text}`, changed }));
  const first = separator === "," ? `${indent}${paint(role, sign, style)} ` : indent;
  const hang = separator === "," ? `${indent}  ` : indent;
  const lines = linesOf(shown, separator, style.columns - width(hang));
  return lines.flatMap((line, at) => {
    const text = line
      .map((piece) => (piece.changed ? paint(role, piece.text, style) : piece.text))
      .join(separator);
    const goesOn = separator === "," && at < lines.length - 1;
    const written = `${at === 0 ? first : hang}${text}${goesOn ? "," : ""}`;
    const some = line.some(({ changed }) => changed) && line.some(({ changed }) => !changed);
    return style.colour === "none" && some ? [written, `${hang}${underline(line)}`] : [written];
  });
}

function underline(line: readonly Piece[]): string {
  return line
    .map(({ text, changed }) => (changed ? "~" : " ").repeat(width(text)))
    .join(" ")
    .trimEnd();
}

/** As many pieces on a line as fit. */
function linesOf(pieces: readonly Piece[], separator: string, cells: number): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [];
  let used = 0;
  for (const piece of pieces) {
    const needs = width(piece.text) + separator.length;
    const line = lines.at(-1);
    if (line === undefined || used + needs > cells) {
      lines.push([piece]);
      used = needs;
    } else {
      line.push(piece);
      used += needs;
    }
  }
  return lines;
}
