import type { ResolvedGuest } from "../model/resolved.ts";

/**
 * What any change of a guest costs while a drive line of it is refused: Proxmox VE reads the config without that line
 * and writes it back without it (qemu-server QemuServer.pm parse_vm_config, 9.2.6).
 */
export function refusedLinesRisk({ unreadable }: ResolvedGuest): readonly string[] {
  if (unreadable.length === 0) return [];
  const keys = unreadable.map(({ key }) => key).join(", ");
  return [
    `repair ${keys} first (drive/unreadable): Proxmox VE loses a line it cannot read when it saves the guest`,
  ];
}
