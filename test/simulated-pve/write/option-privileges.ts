import { isDriveKey } from "../../../src/model/syntax/drive-key.ts";
import { die, forbidden, type Reply } from "../reply.ts";
import { type Call, may } from "../route.ts";

const privileges: readonly (readonly [pattern: RegExp, privilege: string])[] = [
  [/^(?:boot|bootdisk|virtiofs\d+)$/, "VM.Config.Disk"],
  [/^(?:cores|sockets|cpu|cpulimit|cpuunits|vcpus|affinity|numa\d*|smp)$/, "VM.Config.CPU"],
  [/^(?:memory|balloon|shares|allow-ksm|hugepages|keephugepages)$/, "VM.Config.Memory"],
  [/^(?:net\d+|nameserver|searchdomain|ipconfig\d+)$/, "VM.Config.Network"],
  [/^(?:ci\w+|sshkeys)$/, "VM.Config.Cloudinit"],
  [
    /^(?:scsihw|machine|hotplug|vga|tablet|kvm|acpi|smbios1|watchdog|audio\d+|rng\d+|usb\d+|serial\d+|hostpci\d+|ivshmem)$/,
    "VM.Config.HWType",
  ],
];

const rootOnly = /^(?:args|lock|parallel\d+|hookscript|affinity|amd-sev|intel-tdx)$/;

/** The first option the asker may not write (qemu-server API2/Qemu.pm check_vm_modify_config_perm, 9.2.6). */
export function optionRefusal(
  call: Call,
  vmid: number,
  options: ReadonlyMap<string, string | undefined>,
): Reply | undefined {
  for (const [key, value] of options) {
    const refusal = call.who.isRoot ? undefined : refusalOfOption(call, vmid, key, value);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function refusalOfOption(call: Call, vmid: number, key: string, value = ""): Reply | undefined {
  if (rootOnly.test(key)) return die(`only root can set '${key}' config`);
  if (/^hostpci\d+$/.test(key) && !value.includes("mapping="))
    return die(`only root can set '${key}' config for non-mapped devices`);
  const wanted = privilegeFor(key, value);
  return may(call, `/vms/${vmid}`, wanted) ? undefined : forbidden(`/vms/${vmid}, ${wanted}`);
}

function privilegeFor(key: string, value: string): string {
  if (isDriveKey(key)) return value.includes("media=cdrom") ? "VM.Config.CDROM" : "VM.Config.Disk";
  return privileges.find(([pattern]) => pattern.test(key))?.[1] ?? "VM.Config.Options";
}
