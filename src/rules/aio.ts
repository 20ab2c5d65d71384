import type { Remedy } from "../model/change.ts";
import type { Aio, DriveSettings } from "../model/drive.ts";
import type { Policy } from "../model/policy.ts";
import type { ResolvedDrive } from "../model/resolved.ts";
import { aioChange, aioRisks, aioSafety, driveGui, driveRemedy, wantedAioOf } from "./remedies.ts";

/**
 * What the aio rules share. At most one of them speaks about a drive, in this order: will-not-start, native-blocks,
 * native-inherited and native-mobile, known-hang, threads.
 */

/** Opened as a file or block device of the node: elsewhere (librbd, libiscsi) aio has no effect. */
export function hasAio({ driver }: ResolvedDrive): boolean {
  return driver.known && (driver.value === "file" || driver.value === "host_device");
}

/** The wanted value when there is one and this is not it; undefined: there is nothing to say against it. */
export function wantedInstead(
  drive: ResolvedDrive,
  settings: DriveSettings,
  policy: Policy,
): Aio | undefined {
  const wanted = wantedAioOf(drive, settings.direct.value, policy);
  return wanted.kind === "value" && wanted.aio !== settings.aio.value ? wanted.aio : undefined;
}

/** The wanted aio with the cache that is in force. */
export function aioRemedy(drive: ResolvedDrive, settings: DriveSettings, policy: Policy): Remedy {
  const change = aioChange(drive, settings.direct.value, policy);
  if (change === undefined) return { kind: "none", risks: [] };
  return driveRemedy(drive, [change], {
    safety: aioSafety(drive),
    gui: driveGui(drive, "Async IO"),
    risks: aioRisks(drive, change),
  });
}
