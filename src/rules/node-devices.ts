import type { Missing } from "../model/fact.ts";
import type { ResolvedGuest } from "../model/resolved.ts";
import { hostpciKeys, propertiesOf } from "./guest-options.ts";

/**
 * Devices of which the other nodes may or may not have one too: mapped ones, USB devices, ports and directories. What
 * only stands in the way of a live migration (ivshmem, SEV, TDX) does not keep HA from a start elsewhere.
 */
export function nodeDevices(guest: ResolvedGuest): readonly Missing[] {
  const missing: Missing[] = [];
  for (const { kind, family, count } of families) {
    for (let index = 0; index < count; index++) {
      const key = `${family}${index}`;
      const how = guest.option(key) === undefined ? undefined : kind(guest, key);
      if (how !== undefined) {
        missing.push({ fact: `whether the other nodes have the device of ${key}`, access: "shell", how });
      }
    }
  }
  return missing;
}

interface Family {
  readonly family: string;
  readonly count: number;
  /** How to find out; undefined: nothing of the node is used. */
  readonly kind: (guest: ResolvedGuest, key: string) => string | undefined;
}

const families: readonly Family[] = [
  { family: "hostpci", count: 16, kind: unknownMapping },
  { family: "usb", count: 14, kind: usb },
  { family: "serial", count: 4, kind: (guest, key) => port(guest.option(key)) },
  { family: "parallel", count: 3, kind: (guest, key) => port(guest.option(key)) },
  { family: "virtiofs", count: 10, kind: directory },
];

/** A PCI mapping whose nodes are known is judged, not doubted. */
function unknownMapping(guest: ResolvedGuest, key: string): string | undefined {
  return guest.cluster.pciMappings.known ? undefined : mapped(guest, key, "pci");
}

/** Mapped PCI devices that a node lacks: key, mapping and the nodes HA may use that have none. */
export function lackingMappings(
  guest: ResolvedGuest,
  candidates: readonly string[],
): readonly LackingMapping[] {
  const { pciMappings } = guest.cluster;
  if (!pciMappings.known) return [];
  return hostpciKeys(guest).flatMap((key) => {
    const id = propertiesOf(guest, key).get("mapping");
    if (id === undefined) return [];
    const mapping = pciMappings.value.get(id);
    const nodes = candidates.filter((node) => mapping?.nodes.includes(node) !== true);
    return nodes.length === 0 ? [] : [{ key, id, nodes }];
  });
}

export interface LackingMapping {
  readonly key: string;
  readonly id: string;
  readonly nodes: readonly string[];
}

function mapped(guest: ResolvedGuest, key: string, type: "pci" | "usb"): string | undefined {
  const id = propertiesOf(guest, key).get("mapping");
  return id === undefined
    ? undefined
    : `\`pvesh get /cluster/mapping/${type}/${id}\` lists the nodes that have it`;
}

function usb(guest: ResolvedGuest, key: string): string | undefined {
  const host = propertiesOf(guest, key).get("host");
  if (host?.toLowerCase() === "spice") return undefined;
  return mapped(guest, key, "usb") ?? "`lsusb` on the other nodes shows it";
}

function port(value: string | undefined): string | undefined {
  return value === "socket" ? undefined : `\`ls -l ${value}\` on the other nodes shows it`;
}

function directory(guest: ResolvedGuest, key: string): string {
  const id = propertiesOf(guest, key).get("dirid");
  return `\`pvesh get /cluster/mapping/dir/${id}\` lists the nodes that have it`;
}
