import { type Fact, known, unknown } from "../model/fact.ts";
import { missingKernel, missingVersion } from "../model/missing.ts";
import type { ResolvedGuest } from "../model/resolved.ts";
import { blockdevMachine } from "../resolve/pve-defaults.ts";

/** The package that carries each version. */
const packages = { qemuServer: "qemu-server", qemu: "pve-qemu-kvm", openzfs: "zfsutils-linux" } as const;

/** A version on the guest's node; unknown for a bare folder, which does not say where guests are. */
export function versionOf(guest: ResolvedGuest, of: keyof typeof packages): Fact<string> {
  return guest.onNode?.versions[of] ?? unknown(missingVersion(guest.node, packages[of]));
}

export function kernelOf(guest: ResolvedGuest): Fact<string> {
  return guest.onNode?.versions.kernel ?? unknown(missingKernel(guest.node));
}

/** Whether the machine is 10.0 or later. A machine that follows a QEMU of unknown version is not taken for new. */
export function modernMachine(guest: ResolvedGuest): Fact<boolean> {
  const { machine } = guest;
  const qemu = versionOf(guest, "qemu");
  if (!machine.certain && !qemu.known) return qemu;
  return known(machine.major >= blockdevMachine, guest.sourceOf("machine"));
}

/** `11.0 (written)`, `5.1 (unpinned Windows …)`: the machine version as evidence and messages show it. */
export function machineText({ machine }: ResolvedGuest): string {
  return `${machine.major}.${machine.minor} (${machine.origin === "configured" ? "written" : "default, nobody set it"})`;
}
