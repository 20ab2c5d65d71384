/** `94 %`, cut and never rounded up to a level that was not reached. */
export function percentText(percent: number): string {
  return `${Math.floor(percent)} %`;
}

/** `64G`, `1.8T`: bytes for people. */
export function bytesText(bytes: number): string {
  const units = ["B", "K", "M", "G", "T", "P"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 10 ? Math.round(value) : Math.round(value * 10) / 10}${units[unit]}`;
}
