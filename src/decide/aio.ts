import type { DecidedSetting } from "../model/decision.ts";
import type { Aio } from "../model/drive.ts";
import type { Policy } from "../model/policy.ts";
import type { Lane, ResolvedDrive } from "../model/resolved.ts";
import { wantedAio } from "../model/wanted-aio.ts";

export interface AioChoice {
  readonly written: Aio | null;
  readonly inForce: Aio | null;
  readonly setting: DecidedSetting;
}

/** The wanted aio, written only where Proxmox VE would take another: a written one can stand in the way of moves. */
export function aioFor(drive: ResolvedDrive, direct: boolean, lane: Lane, policy: Policy): AioChoice {
  const byDefault = drive.defaults.aio[direct ? "direct" : "buffered"].value;
  const type = drive.storage?.entry.type;
  const wanted = wantedAio(
    {
      storageId: drive.storage?.entry.id,
      storageType: type,
      krbd: drive.backing === "krbd",
      direct,
      inert: drive.settings.known && drive.settings.value.aio.value === null,
      lane,
    },
    policy,
  );
  if (wanted.kind === "inert")
    return left(null, "left out: QEMU speaks to the storage itself, aio does nothing", "source");
  if (wanted.kind === "leave")
    return left(byDefault, `left out: the policy leaves it to Proxmox VE (${byDefault})`, "policy");
  if (wanted.kind === "unset")
    return left(byDefault, `left out: Proxmox VE keeps io_uring off ${type ?? "here"} after hangs`, "source");
  // QEMU refuses native with a page cache, whatever a policy wants.
  if (wanted.aio === byDefault || (wanted.aio === "native" && !direct))
    return left(
      byDefault,
      `left out: ${byDefault} is Proxmox VE's default here, and a written one can block moves`,
      "both",
    );
  return {
    written: wanted.aio,
    inForce: wanted.aio,
    setting: {
      key: "aio",
      value: wanted.aio,
      why: `written: Proxmox VE would take ${byDefault} on ${type ?? "it"}${contested(type, wanted.aio)}`,
      source: wanted.source,
    },
  };
}

/** Upstream left io_uring out on lvm in 2021 (qemu-server 7.0-11); both sides are shown. */
function contested(type: string | undefined, aio: Aio): string {
  return type === "lvm" && aio === "io_uring" ? ", since hangs in 2021; the article wants io_uring" : "";
}

function left(inForce: Aio | null, why: string, source: DecidedSetting["source"]): AioChoice {
  return { written: null, inForce, setting: { key: "aio", value: null, inForce, why, source } };
}
