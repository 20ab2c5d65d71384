/**
 * Compares two Debian package versions (deb-version(7)): epoch, upstream version, revision; `~` sorts before
 * everything, letters before other signs, digits by value. Negative: a is older.
 */
export function compareDebianVersions(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  return (
    left.epoch - right.epoch ||
    comparePart(left.upstream, right.upstream) ||
    comparePart(left.revision, right.revision)
  );
}

/** Whether an installed version is at least a threshold. Thresholds may be upstream only: `9.0.8`. */
export function atLeast(version: string, threshold: string): boolean {
  return compareDebianVersions(version, threshold) >= 0;
}

function split(version: string): { epoch: number; upstream: string; revision: string } {
  const colon = version.indexOf(":");
  const epoch = colon < 0 ? 0 : Number.parseInt(version.slice(0, colon), 10) || 0;
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf("-");
  return dash < 0
    ? { epoch, upstream: rest, revision: "" }
    : { epoch, upstream: rest.slice(0, dash), revision: rest.slice(dash + 1) };
}

const runs = /\d+|\D/g;

function comparePart(a: string, b: string): number {
  const left = a.match(runs) ?? [];
  const right = b.match(runs) ?? [];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const order = compareRun(left[i], right[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareRun(a: string | undefined, b: string | undefined): number {
  const bothNumbers = isNumber(a ?? "0") && isNumber(b ?? "0");
  if (bothNumbers) return Number(a ?? 0) - Number(b ?? 0);
  return weight(a) - weight(b);
}

const isNumber = (run: string): boolean => /^\d/.test(run);

function weight(run: string | undefined): number {
  if (run === "~") return -1;
  if (run === undefined || isNumber(run)) return 0;
  return /[a-z]/i.test(run) ? run.charCodeAt(0) : run.charCodeAt(0) + 256;
}
