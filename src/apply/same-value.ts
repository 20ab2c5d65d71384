import { isDriveKey } from "../model/syntax/drive-key.ts";
import { readDrive } from "../model/syntax/drive-string.ts";
import { readOption } from "../model/syntax/guest-options.ts";

/** What a value says, key by key; a drive's size, which Proxmox VE works out itself, is no part of it. */
export function valueParts(option: string, text: string): ReadonlyMap<string, string> | undefined {
  if (isDriveKey(option)) {
    const reading = readDrive(option, text);
    if (!reading.ok) return undefined;
    const { size: _, ...options } = reading.drive.options;
    return new Map([["file", reading.drive.file], ...Object.entries(options)]);
  }
  const reading = readOption(option, text);
  if (!reading.ok) return undefined;
  return reading.properties ?? new Map([["", reading.value]]);
}

/** Whether Proxmox VE reads the same in both; null: absent. What it cannot read is the same as nothing. */
export function sameValue(option: string, a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return differences(option, a, b)?.length === 0;
}

/** The keys that differ; undefined: one of the two cannot be read. */
export function differences(option: string, a: string, b: string): readonly string[] | undefined {
  const [old, now] = [valueParts(option, a), valueParts(option, b)];
  if (old === undefined || now === undefined) return undefined;
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].filter((key) => old.get(key) !== now.get(key)).sort();
}
