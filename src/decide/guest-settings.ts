import { atLeast } from "../model/debian-version.ts";
import type { DecidedSetting, NewGuest, Wish } from "../model/decision.ts";
import type { GuestIntent } from "../model/intent.ts";
import type { QuadrantName } from "../model/matrix.ts";
import type { Lane, ResolvedNode } from "../model/resolved.ts";
import { asWanted, cellOf } from "./quadrant.ts";

const needsItsMemory: ReadonlySet<GuestIntent> = new Set(["memory-sensitive", "infrastructure"]);

export function balloonFor(wish: Wish, quadrant: QuadrantName): DecidedSetting {
  const cell = cellOf("balloon", quadrant);
  const declared = wish.intents.find((intent) => needsItsMemory.has(intent));
  if (declared !== undefined)
    return { key: "balloon", value: "0", why: `declared ${declared}: fixed memory`, source: "article" };
  if (cell.value === "0") return { ...asWanted("balloon", cell), why: cell.note ?? `fixed RAM: ${cell.why}` };
  return {
    key: "balloon",
    value: null,
    inForce: "on",
    why: `left out: ${cell.value}; ${cell.note ?? ""}`,
    source: cell.source,
  };
}

export function firmwareSettings(firmware: boolean, quadrant: QuadrantName): readonly DecidedSetting[] {
  if (!firmware) return [];
  const cell = cellOf("firmware", quadrant);
  return [
    { ...asWanted("bios", cell, "ovmf") },
    {
      key: "machine",
      value: "q35",
      why: "Proxmox VE pins its version when the guest is made",
      source: "both",
    },
    {
      key: "efidisk0",
      value: "efitype=4m,pre-enrolled-keys=1",
      why: "on the storage of the disk, to move with it; with the keys of Secure Boot",
      source: "ours",
    },
    {
      key: "tpmstate0",
      value: "version=v2.0",
      why: "Windows 11 asks for it, later it is more work; beside the disk",
      source: "article",
    },
  ];
}

/** All the node can do for a guest that stays, whatever was asked for; or a model that unlike nodes have: x86-64-v2-AES is known from qemu-server 8.0 on (CPUConfig.pm). */
export function cpuFor(
  lane: Lane,
  node: ResolvedNode | undefined,
): DecidedSetting & { readonly value: string } {
  if (lane === "local")
    return {
      key: "cpu",
      value: "host",
      why: "it stays on its node: all that this CPU can do",
      source: "ours",
    };
  const version = node?.versions.qemuServer;
  const old = version?.known === true && !atLeast(version.value, "8.0");
  return {
    key: "cpu",
    value: old ? "kvm64" : "x86-64-v2-AES",
    why: "the same on unlike nodes; host only where all CPUs are alike",
    source: "ours",
  };
}

/** What follows from the wish itself. */
export function wishSettings({ ostype, cores, memory, tags }: NewGuest): readonly DecidedSetting[] {
  const start = "a start, until it is measured";
  return [
    {
      key: "ostype",
      value: ostype,
      why: "Proxmox VE fits clock and devices to the system",
      source: "source",
    },
    { key: "cores", value: String(cores), why: start, source: "ours" },
    { key: "memory", value: String(memory), why: start, source: "ours" },
    ...(tags.length === 0
      ? []
      : [
          {
            key: "tags",
            value: tags.join(";"),
            why: "what only you can say, where every audit reads it",
            source: "ours" as const,
          },
        ]),
  ];
}
