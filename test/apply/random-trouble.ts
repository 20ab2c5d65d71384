import * as fc from "fast-check";
import { guestFiles, guestPath } from "../simulated-pve/cluster-state.ts";
import type { FaultEffect } from "../simulated-pve/faults.ts";
import type { SimulatedPve } from "../simulated-pve/simulated-pve.ts";
import type { WantedChange } from "./plan-for.ts";

/** Something that befalls the nth request of a run. */
export interface Trouble {
  readonly nth: number;
  readonly method: "GET" | "PUT" | undefined;
  readonly kind: TroubleKind;
  readonly vmid: number;
}

const kinds = [
  "reset",
  "lost",
  "silence",
  "late",
  "truncated",
  "garbage",
  "500",
  "595",
  "596",
  "403",
  "quorum",
  "move",
  "edit",
  "edit-same-drive",
  "lock",
] as const;
type TroubleKind = (typeof kinds)[number];

/** Kinds after which the guest is not as the plan found it, so that nobody may finish the plan there. */
export const byOthers: ReadonlySet<TroubleKind> = new Set(["edit", "edit-same-drive"]);

const vmids = [101, 102, 103, 105] as const;

export const trouble: fc.Arbitrary<Trouble> = fc.record({
  nth: fc.integer({ min: 1, max: 24 }),
  method: fc.constantFrom("GET", "PUT", undefined),
  kind: fc.constantFrom(...kinds),
  vmid: fc.constantFrom(...vmids),
});

const edits = fc.dictionary(
  fc.constantFrom("cache", "aio", "discard", "iothread", "ssd", "detect_zeroes", "backup"),
  fc.constantFrom(null, "1"),
  { minKeys: 1, maxKeys: 4 },
);

const words: Readonly<Record<string, string>> = { cache: "none", aio: "threads", discard: "on" };

const driveChange = (vmid: number, option: string): fc.Arbitrary<WantedChange> =>
  edits.map((keys) => ({
    vmid,
    option,
    edits: Object.fromEntries(
      Object.entries(keys).map(([key, value]) => [key, value === null ? null : (words[key] ?? value)]),
    ),
  }));

export const wantedChanges: fc.Arbitrary<readonly WantedChange[]> = fc
  .tuple(
    fc
      .constantFrom("virtio-scsi-single", "virtio-scsi-pci")
      .map((value) => ({ vmid: 101, option: "scsihw", edits: { "": value } })),
    driveChange(101, "scsi0"),
    driveChange(101, "scsi1"),
    driveChange(102, "scsi0"),
    driveChange(102, "scsi1"),
    driveChange(103, "scsi0"),
    driveChange(105, "scsi0"),
  )
  .chain((all) => fc.shuffledSubarray(all, { minLength: 1 }));

export function bring(pve: SimulatedPve, { nth, method, kind, vmid }: Trouble): void {
  // where the door does not open at all, nothing was begun
  const on = { nth, path: /^\/(?!version)/, ...(method === undefined ? {} : { method }) };
  pve.fault({ on, effect: effectOf(pve, kind, vmid) });
}

function effectOf(pve: SimulatedPve, kind: TroubleKind, vmid: number): FaultEffect {
  const status = (code: number, reason: string): FaultEffect => ({ kind: "status", status: code, reason });
  switch (kind) {
    case "reset":
    case "lost":
    case "silence":
    case "truncated":
      return { kind };
    case "late":
      return { kind: "slow", milliseconds: 200 };
    case "garbage":
      return { kind: "body", body: "<html>" };
    case "500":
      return status(500, "got timeout");
    case "595":
      return status(595, "No route to host");
    case "596":
      return status(596, "Connection timed out");
    case "403":
      return status(403, "Permission check failed");
    case "quorum":
      return status(500, "cluster not ready - no quorum?");
    case "move":
      return { kind: "change", change: () => pve.moveGuest(vmid, vmid % 2 === 0 ? "pve1" : "pve2") };
    case "lock":
      return { kind: "change", change: () => change(pve, vmid, (text) => `lock: backup\n${text}`) };
    case "edit":
      return { kind: "change", change: () => change(pve, vmid, (text) => `onboot: 1\n${text}`) };
    case "edit-same-drive":
      return {
        kind: "change",
        change: () => change(pve, vmid, (text) => text.replaceAll(/^(scsi0: [^,\n]*)/gm, "$1,shared=1")),
      };
  }
}

/** As somebody else's editor, or a backup that starts. */
function change(pve: SimulatedPve, vmid: number, edit: (text: string) => string): void {
  const guest = guestFiles(pve.state).find((one) => one.vmid === vmid);
  if (guest === undefined || /^(?:lock|onboot):|shared=1/m.test(guest.text)) return;
  pve.state.files.set(guestPath(guest.node, vmid), edit(guest.text));
}
