import type { ResolvedDrive } from "../model/resolved.ts";
import { blockdevMachine } from "./pve-defaults.ts";

export type StartFailure =
  | "aio-native-buffered"
  | "volume-chain-machine"
  | "snapshot-flag"
  | "format-contradicts";

/**
 * Why a guest with this drive would not start: QEMU refuses native aio on a buffered file; Proxmox VE refuses a qcow2
 * volume on a volume-chain storage and `snapshot=1` by machine version, and a `format=` that is not the volume's
 * (qemu-server QemuServer.pm print_drive_commandline_full, Blockdev.pm, 9.2.6).
 */
export function startFailures(drive: ResolvedDrive): readonly StartFailure[] {
  const { machine } = drive.guest;
  const failures: StartFailure[] = [];
  const written = drive.options["format"];
  const chain = drive.storage?.volumeChain === true && drive.format === "qcow2";
  if (chain && machine.major < blockdevMachine) failures.push("volume-chain-machine");
  if (drive.options["snapshot"] === "1" && machine.major >= blockdevMachine) failures.push("snapshot-flag");
  if (drive.volume.kind === "volume" && written !== undefined && written !== drive.format)
    failures.push("format-contradicts");
  return failures;
}
