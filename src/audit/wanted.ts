import type { WantedSetting } from "../model/audit-report.ts";
import { matrix } from "../model/matrix.ts";
import type { Policy } from "../model/policy.ts";
import type { ResolvedDrive } from "../model/resolved.ts";
import { wantedAioOf } from "../rules/remedies.ts";

/** What the policy wants of each setting of a drive, and whether it is in force; `ok` null: no opinion, or not known. */
export function wantedSettings(
  drive: ResolvedDrive,
  policy: Policy,
): Readonly<Record<string, WantedSetting>> {
  if (!drive.settings.known) return {};
  const { cache, discard, iothread, ssd, aio, direct } = drive.settings.value;
  return {
    aio: wantedAioSetting(drive, aio.value, direct.value, policy),
    cache: wants("cache", "none", cache.value === "none"),
    discard: wants("discard", "on", discard.value === "unmap"),
    iothread:
      iothread.value === null ? noOpinion("it cannot have one") : wants("iothread", "1", iothread.value),
    ssd: wantedSsd(drive, ssd.value),
  };
}

function wants(setting: string, value: string, ok: boolean): WantedSetting {
  return { value, why: matrix.find((row) => row.setting === setting)?.why ?? "", ok };
}

const noOpinion = (why: string): WantedSetting => ({ value: "no opinion", why, ok: null });

function wantedAioSetting(
  drive: ResolvedDrive,
  inForce: string | null,
  direct: boolean,
  policy: Policy,
): WantedSetting {
  const wanted = wantedAioOf(drive, direct, policy);
  if (wanted.kind === "inert") return noOpinion("the block driver has no aio");
  if (wanted.kind === "leave") return noOpinion("the policy leaves it to Proxmox VE");
  if (wanted.kind === "unset")
    return {
      value: "unset",
      why: "Proxmox VE keeps io_uring off here",
      ok: drive.options["aio"] === undefined,
    };
  return { ...wants("aio", wanted.aio, inForce === wanted.aio) };
}

function wantedSsd({ medium }: ResolvedDrive, inForce: boolean | null): WantedSetting {
  if (inForce === null) return noOpinion("virtio cannot say so");
  if (!medium.known) return { value: "1 if SSD", why: medium.missing[0].how, ok: inForce ? true : null };
  return medium.value === "ssd"
    ? wants("ssd", "1", inForce)
    : { value: "-", why: "the disks spin", ok: !inForce };
}
