const units = "KMGTPE";

/** ZFS without -p prints `16K` or, in some locales, `1,5G`; with it bytes. What is no size stays as it is. */
export function exactSize(value: string): string {
  const [, whole = "", fraction = "0", unit = ""] = /^(\d+)(?:[.,](\d+))?([BKMGTPE])$/.exec(value) ?? [];
  if (whole === "") return value;
  return String(Math.round(Number(`${whole}.${fraction}`) * 1024 ** (units.indexOf(unit) + 1)));
}

/** A property of a pool as -p prints it: `86%` is 86, `1.00x` is 1.00, sizes are bytes. */
export function exactProperty(value: string): string {
  return /^(\d+(?:\.\d+)?)[%x]$/.exec(value)?.[1] ?? exactSize(value);
}

/** Whole digits; undefined for all else, also for numbers JavaScript cannot hold exactly. */
export function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** `86`, `86%`, `17.40`, `17,40`; undefined: no percentage. */
export function percentage(text: string | undefined): number | undefined {
  const digits = /^(\d{1,3}(?:[.,]\d+)?)%?$/.exec(text ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits.replace(",", "."));
}

/** Sizes of LVM: `1073741824`, `1073741824B`, `<1.67t`, `96,00g`. Lower case counts in 1024, upper case in 1000 (lvs(8)). */
export function lvmBytes(text: string | undefined): number | undefined {
  const [, whole, fraction = "0", unit = "b"] =
    /^[<>]?(\d{1,19})(?:[.,](\d{1,6}))?([bkmgtpe])?$/i.exec(text ?? "") ?? [];
  if (whole === undefined) return undefined;
  const power = "bkmgtpe".indexOf(unit.toLowerCase());
  const base = unit === unit.toLowerCase() ? 1024 : 1000;
  return Math.round(Number(`${whole}.${fraction}`) * base ** power);
}
