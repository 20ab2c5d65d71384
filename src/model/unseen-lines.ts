import type { GuestSnapshot } from "./cluster.ts";
import { configDigest } from "./config-digest.ts";

/**
 * Whether the file of a guest may hold lines that the text at hand lacks. An API tells options, not the file: a line that
 * Proxmox VE cannot read is in none of its answers, and gone with any write (qemu-server QemuServer.pm parse_vm_config and
 * write_vm_config, 9.2.6). Then the text put together from them has another digest than the file. `perhaps`: that has another
 * reason too, a masked password or what Proxmox VE keeps about cloud-init.
 */
export function unseenLines({
  config,
  digest,
}: Pick<GuestSnapshot, "config" | "digest">): "none" | "perhaps" | "likely" {
  if (digest === undefined || digest === configDigest({ config })) return "none";
  return /^\s*cipassword\s*:/m.test(config) || /[:/](?:vm-\d+-)?cloudinit\b/.test(config)
    ? "perhaps"
    : "likely";
}

export const perhapsUnseen =
  "what the API hides of it (a password, cloud-init's own section) leaves open whether its file holds a line that Proxmox VE cannot read: such a line is gone with any write";
