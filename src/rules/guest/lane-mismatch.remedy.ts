import type { Remedy } from "../../model/change.ts";
import type { Lane, ResolvedDrive, ResolvedGuest } from "../../model/resolved.ts";
import { guestGui } from "../remedies.ts";

const ways: Readonly<Record<"shared" | "replicated" | "local", string>> = {
  shared: "to shared storage (and take devices of the node off the guest, if it has any)",
  replicated: "to a zfspool storage that a second node has too, and add a replication job",
  local: "to a local storage of its node",
};

/** Whether the guest or the declaration is wrong, only a person knows. */
export function laneRemedy(guest: ResolvedGuest, wanted: Exclude<Lane, "none" | "unknown">): Remedy {
  return {
    kind: "manual",
    takesEffect: "at-once",
    steps: [
      `either move its disks ${ways[wanted]}: \`qm move-disk ${guest.vmid} <drive> <storage>\``,
      "or correct the declaration: one lane tag, or one lane in the policy file",
    ],
    gui: guestGui(guest, "Hardware › (disk) › Disk Action › Move Storage"),
    risks: ["the old volumes stay as unused disks until somebody removes them"],
  };
}

export function passthroughRemedy(guest: ResolvedGuest, shared: readonly ResolvedDrive[]): Remedy {
  const moves = shared.map(({ key }) => `\`qm move-disk ${guest.vmid} ${key} <local storage>\``);
  return {
    kind: "manual",
    takesEffect: "at-once",
    steps: [
      `either move the disks to local storage of its node: ${moves.join(", ")}`,
      "or declare lane:shared if the guest is to be moved by hand, without its device",
    ],
    gui: guestGui(guest, "Hardware › (disk) › Disk Action › Move Storage"),
    risks: ["on local storage the guest is lost with its node until a backup is restored"],
  };
}
