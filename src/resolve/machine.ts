import { atLeast } from "../model/debian-version.ts";
import type { MachineVersion, NodeVersions } from "../model/resolved.ts";
import { newestKnown } from "./pve-defaults.ts";

const windowsTypes: ReadonlySet<string> = new Set([
  "wxp",
  "w2k",
  "w2k3",
  "w2k8",
  "wvista",
  "win7",
  "win8",
  "win10",
  "win11",
]);

export function isWindows(ostype: string | undefined): boolean {
  return ostype !== undefined && windowsTypes.has(ostype);
}

/**
 * The machine version a start would use (qemu-server QemuServer/Machine.pm get_vm_machine, 9.2.6): the pinned one;
 * for unpinned Windows the QEMU it was created with if that is at least 9.1, else 5.1; else the installed QEMU's.
 */
export function machineVersion(
  option: (key: string) => string | undefined,
  versions: NodeVersions | undefined,
): MachineVersion {
  const machine = option("machine");
  const pinned = versionIn(/-(\d+)\.(\d+)/, machine);
  if (pinned !== undefined)
    return { ...pinned, origin: "configured", because: `machine: ${machine}`, certain: true };
  if (isWindows(option("ostype"))) return windowsMachine(option("meta"));
  const installed = versions?.qemu.known ? versions.qemu.value : undefined;
  const newest = versionIn(/^(?:\d+:)?(\d+)\.(\d+)/, installed ?? newestKnown.qemu);
  return {
    ...(newest ?? { major: 0, minor: 0 }),
    origin: "default",
    because:
      installed === undefined ? "newest known QEMU, assumed" : `newest of the installed QEMU ${installed}`,
    certain: installed !== undefined,
  };
}

function windowsMachine(meta: string | undefined): MachineVersion {
  const created = /creation-qemu=([^,]+)/.exec(meta ?? "")?.[1];
  const createdVersion = versionIn(/^(\d+)\.(\d+)/, created);
  if (created !== undefined && createdVersion !== undefined && atLeast(created, "9.1")) {
    return {
      ...createdVersion,
      origin: "default",
      because: `Windows created with QEMU ${created}`,
      certain: true,
    };
  }
  return {
    major: 5,
    minor: 1,
    origin: "default",
    because: "unpinned Windows without creation-qemu of 9.1 or later",
    certain: true,
  };
}

function versionIn(pattern: RegExp, text: string | undefined): { major: number; minor: number } | undefined {
  const match = pattern.exec(text ?? "");
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}
