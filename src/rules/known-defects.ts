import { atLeast } from "../model/debian-version.ts";
import type { Severity } from "../model/outcome.ts";
import type { NodeVersions, ResolvedGuest } from "../model/resolved.ts";

/**
 * Defects of package versions that imitate a wrong disk setting, or defeat a right one. Read in November 2026 from the
 * changelogs up to qemu-server 9.2.6 and pve-qemu 11.0.0-2. An entry says what *not* to change because of it.
 */
export interface KnownDefect {
  readonly id: string;
  readonly package: "qemuServer" | "qemu";
  readonly packageName: string;
  readonly from: string;
  /** The first version without it. */
  readonly fixedIn: string;
  readonly severity: Severity;
  readonly what: string;
  readonly leave: string;
  readonly source: string;
  /** Whether a guest can meet it. */
  readonly concerns: (guest: ResolvedGuest) => boolean;
}

export const knownDefects: readonly KnownDefect[] = [
  {
    id: "discard-without-effect",
    package: "qemuServer",
    packageName: "qemu-server",
    from: "9.0.1",
    fixedIn: "9.0.8",
    severity: "note",
    what: "discard=on has no effect with machine 10.0 and later",
    leave: "leave discard=on as it is",
    source: "qemu-server changelog, 9.0.8",
    concerns: ({ machine, drives }) =>
      machine.major >= 10 && drives.some(({ options }) => options["discard"] === "on"),
  },
  {
    id: "false-io-pressure",
    package: "qemu",
    packageName: "pve-qemu-kvm",
    from: "10.2.1-1",
    fixedIn: "10.2.1-2",
    severity: "note",
    what: "idle disks with an iothread show an I/O pressure near 100 %",
    leave: "take neither iothread nor io_uring away because of that graph",
    source: "pve-qemu changelog, 10.2.1-2",
    concerns: hasIothread,
  },
  {
    id: "tpm-on-volume-chain",
    package: "qemuServer",
    packageName: "qemu-server",
    from: "9.1.0",
    fixedIn: "9.1.9",
    severity: "note",
    what: "guests with a TPM volume on a volume chain cannot be snapshotted while they run",
    leave: "move neither the TPM volume nor the disks because of that refusal",
    source: "qemu-server changelog, 9.1.0 and 9.1.9",
    concerns: ({ volumes }) =>
      volumes.some(({ role, storage }) => role === "tpm" && storage?.volumeChain === true),
  },
  {
    id: "iothread-hang",
    package: "qemu",
    packageName: "pve-qemu-kvm",
    from: "8.1.2-1",
    fixedIn: "8.1.5-2",
    severity: "warning",
    what: "disks with an iothread can hang",
    leave: "keep iothread; the upgrade is the repair",
    source: "pve-qemu changelog, 8.1.2-5, 8.1.2-6 and 8.1.5-2",
    concerns: hasIothread,
  },
];

function hasIothread({ drives }: ResolvedGuest): boolean {
  return drives.some(({ settings }) => settings.known && settings.value.iothread.value === true);
}

/** Whether an installed version has it; undefined: the version is not known. */
export function hasDefect(
  { from, fixedIn, package: of }: KnownDefect,
  versions: NodeVersions,
): boolean | undefined {
  const version = versions[of];
  return version.known ? atLeast(version.value, from) && !atLeast(version.value, fixedIn) : undefined;
}
