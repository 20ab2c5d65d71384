const collator = new Intl.Collator("en", { numeric: true });

/** `scsi2` before `scsi10`; one collator for all, because making one costs more than a comparison. */
export function compareNaturally(a: string, b: string): number {
  return a === b ? 0 : collator.compare(a, b);
}
