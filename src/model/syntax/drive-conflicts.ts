import type { DriveBus } from "./drive-key.ts";

// What qemu-server checks beyond the schema: Drive.pm parse_drive, 9.2.6.

/** Why the keys do not go together; undefined: they do. */
export function driveConflict(bus: DriveBus, values: ReadonlyMap<string, string>): string | undefined {
  const limits = isThrottled(values) ? (missingBase(values) ?? totalAndPart(values)) : undefined;
  return limits ?? cdromConflict(bus, values);
}

/** Whether any limit is set: most drives have none, and need no look at how limits go together. */
function isThrottled(values: ReadonlyMap<string, string>): boolean {
  for (const key of values.keys()) if (/^(?:m?bps|iops)/.test(key)) return true;
  return false;
}

/** Perl's truth: a key that is set to `0` counts as not set. */
function isSet(values: ReadonlyMap<string, string>, key: string): boolean {
  return (values.get(key) ?? "0") !== "0";
}

const ways = ["", "_rd", "_wr"] as const;

/**
 * `bps` becomes `mbps`. qemu-server divides whether `bps` is there (1) instead of its value, so the limit always reads
 * 0.000, which limits nothing.
 */
export function renameBps(values: Map<string, string>): string | undefined {
  if (!isThrottled(values)) return undefined;
  for (const way of ways) {
    if (!values.delete(`bps${way}`)) continue;
    if (values.has(`mbps${way}`)) return `'bps${way}' and 'mbps${way}' exclude each other`;
    values.set(`mbps${way}`, "0.000");
  }
  return undefined;
}

/** `iops_max` alone is legal: qemu-server looks for a key `miops_max` that does not exist. */
function missingBase(values: ReadonlyMap<string, string>): string | undefined {
  for (const way of ways) {
    for (const [key, base] of [
      [`mbps${way}_max`, `mbps${way}`],
      [`bps${way}_max_length`, `mbps${way}_max`],
      [`iops${way}_max_length`, `iops${way}_max`],
    ] as const) {
      if (isSet(values, key) && !isSet(values, base)) return `'${key}' needs '${base}'`;
    }
  }
  return undefined;
}

function totalAndPart(values: ReadonlyMap<string, string>): string | undefined {
  for (const total of ["mbps", "iops"]) {
    const half = [`${total}_rd`, `${total}_wr`].find((key) => isSet(values, key));
    if (half !== undefined && isSet(values, total)) return `'${total}' and '${half}' exclude each other`;
  }
  return undefined;
}

function cdromConflict(bus: DriveBus, values: ReadonlyMap<string, string>): string | undefined {
  if (values.get("media") !== "cdrom") return undefined;
  if (bus === "virtio") return "a CD-ROM cannot be on virtio";
  const key = ["snapshot", "format"].find((name) => isSet(values, name));
  return key === undefined ? undefined : `a CD-ROM cannot have '${key}'`;
}
