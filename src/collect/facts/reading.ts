import type { Reading } from "../../model/cluster.ts";

/** A reading that was made, not one that failed or was never asked for. */
export type Read<T> = Extract<Reading<T>, { readonly value: T }>;

export function reading<T>(parse: () => T, source: string): Reading<T> {
  try {
    return { value: parse(), source };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error), source };
  }
}

export function isRead<T>(one: Reading<T> | undefined): one is Read<T> {
  return one !== undefined && "value" in one;
}

export const readValue = <T>(one: Reading<T> | undefined): T | undefined =>
  isRead(one) ? one.value : undefined;

/** One reading from several outputs; its source names them all: `facts/pve1/vgs.json + pvs.json`. */
export function combined<T>(value: T, parts: readonly (Reading<unknown> | undefined)[]): Reading<T> {
  const sources = new Set(parts.filter(isRead).flatMap(({ source }) => source.split(" + ")));
  const [first = "", ...others] = sources;
  const folder = first.slice(0, first.lastIndexOf("/") + 1);
  const shown = others.map((source) => (source.startsWith(folder) ? source.slice(folder.length) : source));
  return { value, source: [first, ...shown].join(" + ") };
}
