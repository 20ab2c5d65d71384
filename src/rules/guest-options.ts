import type { Severity } from "../model/outcome.ts";
import type { ResolvedGuest } from "../model/resolved.ts";
import { guestOptions, isAgentEnabled } from "../model/syntax/guest-options.ts";
import { type PropertyFormat, readProperties } from "../model/syntax/property-format.ts";

/** Readings of guest options that several guest rules share. */

/** qemu-server QemuServer/PCI.pm, 9.2.6: hostpci0 to hostpci15. */
const everyHostpciKey = Array.from({ length: 16 }, (_, index) => `hostpci${index}`);

/** The passed-through PCI devices of a guest: the keys that are there. */
export function hostpciKeys(guest: ResolvedGuest): readonly string[] {
  return everyHostpciKey.filter((key) => guest.option(key) !== undefined);
}

export const agentEnabled = (guest: ResolvedGuest): boolean => isAgentEnabled(guest.option("agent"));

/** The machine type without its other properties; undefined: nobody wrote one, Proxmox VE takes i440fx. */
export function machineType(guest: ResolvedGuest): string | undefined {
  return propertiesOf(guest, "machine").get("type");
}

/** The keys of an option that is a property string; none where it is absent or Proxmox VE refuses it. */
export function propertiesOf(guest: ResolvedGuest, key: string): ReadonlyMap<string, string> {
  const format = formatOf(key);
  const written = guest.option(key);
  if (format === undefined || written === undefined) return new Map();
  const reading = readProperties(written, format);
  return reading.ok ? reading.values : new Map();
}

/** The schema of an option that is a property string. */
export function formatOf(key: string): PropertyFormat | undefined {
  const type = guestOptions.get(key);
  return type?.kind === "properties" ? type.format : undefined;
}

/** Whether the guest has fixed RAM: only `balloon: 0` takes the device away (qemu-server, 9.2.6). */
export function balloonOff(guest: ResolvedGuest): boolean {
  return Number(guest.option("balloon") ?? Number.NaN) === 0;
}

/** `the balloon device is there (default, nobody set it)`, `balloon is 2048 MiB (written)`. */
export function balloonInForce(guest: ResolvedGuest): string {
  const written = guest.option("balloon");
  return written === undefined
    ? "the balloon device is there (default, nobody set it)"
    : `balloon is ${written} MiB (written)`;
}

const modernWindows: ReadonlySet<string> = new Set(["win8", "win10", "win11"]);

/** Windows 8 / Server 2012 and later: what the policy's Windows rules are made for. */
export function isModernWindows(guest: ResolvedGuest): boolean {
  return modernWindows.has(guest.option("ostype") ?? "");
}

/**
 * Systems for which the policy's wishes are at most notes: ostype other (also unset), solaris and l24, Windows before
 * Windows 8, and macOS, which is recognised by the applesmc device in `args`.
 */
export function isMinorSystem(guest: ResolvedGuest): boolean {
  const modern = guest.option("ostype") === "l26" || isModernWindows(guest);
  return !modern || /\bapplesmc\b/.test(guest.option("args") ?? "");
}

/** The severity of a wish for this guest's system. */
export function severityFor(guest: ResolvedGuest, usual: Severity): Severity {
  return isMinorSystem(guest) ? "note" : usual;
}

/** `balloon is unset` as evidence: a guest option, its value, and the line. */
export function optionEvidence(
  guest: ResolvedGuest,
  key: string,
): { fact: string; value: string; source: string } {
  return { fact: key, value: guest.option(key) ?? "not set", source: guest.sourceOf(key) };
}
