import { readDrive } from "../../../src/model/syntax/drive-string.ts";
import { parseGuestConf } from "../../../src/model/syntax/guest-conf.ts";

export interface GuestTotals {
  readonly name: string;
  readonly cpus: number;
  /** Bytes. */
  readonly memory: number;
  /** Bytes, of the disk it boots from. */
  readonly disk: number;
  readonly template: number;
}

/** The sums that lists show of a guest (qemu-server QemuServer.pm vmstatus, 9.2.6). */
export function guestTotals(text: string): GuestTotals {
  const { entries } = parseGuestConf(text).current;
  const value = (key: string) => entries.get(key)?.value;
  const cores = Number(value("cores") ?? 1) * Number(value("sockets") ?? 1);
  const memory = /\d+/.exec(value("memory") ?? "")?.[0];
  const mebibytes = memory ?? value("memory")?.replace("current=", "") ?? 512;
  return {
    name: value("name") ?? value("hostname") ?? "VM",
    cpus: Number(value("vcpus") ?? cores),
    memory: Number(mebibytes) * 2 ** 20,
    disk: bootDiskSize(entries),
    template: value("template") === "1" ? 1 : 0,
  };
}

function bootDiskSize(
  entries: ReadonlyMap<string, { readonly key: string; readonly value: string }>,
): number {
  const order = /order=([^,]*)/.exec(entries.get("boot")?.value ?? "")?.[1]?.split(";") ?? [];
  for (const key of [...order, entries.get("bootdisk")?.value ?? "", "scsi0", "virtio0", "sata0", "ide0"]) {
    const entry = entries.get(key);
    const reading = entry === undefined ? undefined : readDrive(key, entry.value);
    if (reading?.ok && reading.drive.media === "disk") return reading.drive.size ?? 0;
  }
  return 0;
}
