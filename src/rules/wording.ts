import type { DriveSettings, Setting } from "../model/drive.ts";
import type { Evidence } from "../model/outcome.ts";
import type { ResolvedDrive } from "../model/resolved.ts";

/** How rules speak of settings: what is in force, and whether anyone asked for it. */

type SettingName = keyof DriveSettings & string;

/** The name Proxmox VE's config uses for a setting. */
const optionOf: Partial<Record<SettingName, string>> = { detectZeroes: "detect_zeroes" };

/** `writeback (written)`, `native (default on lvm, nobody set it)`, `off (written, but ignored)`. */
export function inForce(setting: Setting<unknown>): string {
  const value = spoken(setting.value);
  if (setting.origin === "configured") return `${value} (written)`;
  if (setting.origin === "ignored") return `${value} (written, but ignored)`;
  const where = / on \S+/.exec(setting.because)?.[0] ?? "";
  return `${value} (default${where}, nobody set it)`;
}

function spoken(value: unknown): string {
  if (value === true) return "1";
  if (value === false) return "0";
  return value === null ? "-" : String(value);
}

/** A setting as evidence: its value, who decided it, and the line. */
export function settingEvidence(drive: ResolvedDrive, name: SettingName, settings: DriveSettings): Evidence {
  const setting: Setting<unknown> = settings[name];
  return {
    fact: `${optionOf[name] ?? name} in force`,
    value: `${spoken(setting.value)} (${setting.because})`,
    source: drive.source,
  };
}

/** The storage a drive is on, as evidence. */
export function storageEvidence(drive: ResolvedDrive): Evidence {
  const { storage } = drive;
  return storage === undefined
    ? { fact: "volume", value: `${drive.volume.text}, a path`, source: drive.source }
    : {
        fact: `storage ${storage.entry.id}`,
        value: `${storage.entry.type}${storage.shared ? ", shared" : ", not shared"}`,
        source: storage.source,
      };
}

/** The volume itself, as evidence: its name and what carries it. */
export function volumeEvidence(drive: ResolvedDrive): Evidence {
  return {
    fact: "volume",
    value: `${drive.volume.text} (${drive.format}, ${drive.backing})`,
    source: drive.source,
  };
}
