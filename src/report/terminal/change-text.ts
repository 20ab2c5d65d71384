import { printable } from "../printable.ts";
import { glyph, paint, type Style } from "./style.ts";

interface KeyChange {
  /** Empty: what is changed stands beside it already. */
  readonly key: string;
  /** null: absent. */
  readonly from: string | null;
  readonly to: string | null;
}

/** `cache writeback → none` */
export function changeText({ key, from, to }: KeyChange, style: Style): string {
  const shown = (value: string | null): string => (value === null ? "unset" : printable(value, style.ascii));
  const name = key === "" ? "" : `${printable(key, style.ascii)} `;
  return `${name}${paint("removed", shown(from), style)} ${glyph("remedy", style)} ${paint("added", shown(to), style)}`;
}
