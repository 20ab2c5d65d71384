import type { Change, Remedy } from "../../model/change.ts";
import type { ResolvedGuest } from "../../model/resolved.ts";
import { refusedLinesRisk } from "../refused-lines.ts";
import { driveChange, guestChange, guestGui, takesEffect } from "../remedies.ts";

/** The oldest machine that will do: the smallest change of hardware. */
export function machineTenRemedy(guest: ResolvedGuest): Remedy {
  const written = guest.option("machine");
  const windows = guest.quadrant.os === "windows";
  return {
    kind: "change",
    safety: "review",
    takesEffect: takesEffect(guest),
    changes: [guestChange(guest, "machine", atTen(written)), ...withoutSnapshotFlags(guest)],
    gui: guestGui(guest, "Hardware › Machine › Edit › Version (Advanced)"),
    risks: [
      "the guest finds new hardware",
      ...(windows ? ["Windows may take its network card for a new one and forget a fixed address"] : []),
      ...refusedLinesRisk(guest),
    ],
  };
}

/** From machine 10 on Proxmox VE refuses `snapshot=1`: going there with it would exchange one refusal for another. */
function withoutSnapshotFlags({ drives }: ResolvedGuest): readonly Change[] {
  return drives
    .filter(({ options }) => options["snapshot"] === "1")
    .map((drive) => driveChange(drive, "snapshot", null));
}

/** The same machine type in version 10.0, other properties as they stand. */
export function atTen(machine: string | undefined): string {
  const [type = "", ...properties] = (machine ?? "pc").split(",");
  const prefix = type.startsWith("type=") ? "type=" : "";
  const suffix = type.endsWith(".pxe") ? ".pxe" : "";
  return [`${prefix}${familyOf(type.slice(prefix.length))}-10.0${suffix}`, ...properties].join(",");
}

function familyOf(type: string): string {
  if (type.includes("q35")) return "pc-q35";
  return type.startsWith("virt") ? "virt" : "pc-i440fx";
}
