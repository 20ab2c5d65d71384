import type { Remedy } from "../model/change.ts";
import type { ResolvedGuest } from "../model/resolved.ts";
import { refusedLinesRisk } from "./refused-lines.ts";
import { guestChange, guestGui, takesEffect } from "./remedies.ts";

/** Fixed RAM: without the balloon device nothing can take memory from the guest. */
export function fixedMemoryRemedy(guest: ResolvedGuest): Remedy {
  return {
    kind: "change",
    safety: "safe",
    takesEffect: takesEffect(guest),
    changes: [guestChange(guest, "balloon", "0")],
    gui: guestGui(guest, "Hardware › Memory › Edit › Advanced › Ballooning Device: off"),
    risks: [
      "its whole memory stays taken on the node, and Proxmox VE no longer sees how much the guest uses",
      ...refusedLinesRisk(guest),
    ],
  };
}
