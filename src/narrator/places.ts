import { deviceText } from "../decide/decide.ts";
import { type Fit, impossible, nodesFor } from "../decide/fit.ts";
import type { Place } from "../decide/place.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import type { NewGuest, Wish } from "../model/decision.ts";
import { Failure } from "../model/failure.ts";
import type { Policy } from "../model/policy.ts";
import type { ResolvedCluster, ResolvedStorage } from "../model/resolved.ts";
import { isPciAddress } from "../model/syntax/pci-address.ts";
import { resolve } from "../resolve/resolve.ts";
import { type Candidate, predicted } from "./predicted-guest.ts";

/** A storage of the cluster: where a guest on it would lie, or why none can. */
export interface StorageView {
  readonly storage: ResolvedStorage;
  readonly impossible: readonly string[];
  /** Absent where it is impossible. */
  readonly place?: Place;
}

/** Every storage, looked at through a bare guest that is put on it. */
export function storageViews(
  snapshot: ClusterSnapshot,
  wish: Pick<Wish, "mobility" | "device" | "intents">,
  node: string | undefined,
  policy: Policy,
): readonly StorageView[] {
  const cluster = resolve({ ...snapshot, guests: [] }, policy);
  const { storages } = cluster;
  if (!storages.known)
    throw new Failure(
      "no-storages",
      "storage.cfg was not read, so no storage can be looked at",
      storages.missing[0].how,
    );
  const nodes = snapshot.nodesComplete ? snapshot.nodes.map(({ name }) => name).sort() : undefined;
  if (node !== undefined && nodes !== undefined && !nodes.includes(node))
    throw new Failure("no-such-node", `no node ${node}`, `the cluster has ${nodes.join(", ")}`);
  const device = deviceOf(wish.device, cluster);
  if (node !== undefined && device.mapped?.nodes.includes(node) === false)
    throw new Failure(
      "no-such-device",
      `${device.mapped.id} is not on ${node}`,
      `its mapping has it on ${device.mapped.nodes.join(", ")}`,
    );
  const looked = [...storages.value.values()].map((storage) => {
    const fit: Fit = { storage, node, nodes, ...device };
    return { storage, fit, reasons: impossible(fit, wish) };
  });
  const probes = looked
    .filter(({ reasons }) => reasons.length === 0)
    .map(({ storage, fit }, index) =>
      probe(storage, node ?? nodesFor(fit, nodes ?? [])[0] ?? null, wish.device, index),
    );
  const drives = resolve(predicted(snapshot, probes), policy).guests.flatMap((guest) => guest.drives);
  return looked.map(({ storage, fit, reasons }) => {
    const drive = drives.find((candidate) => candidate.storage?.entry.id === storage.entry.id);
    if (drive === undefined) return { storage, impossible: reasons };
    const elsewhere =
      nodes === undefined ? undefined : nodesFor(fit, nodes).filter((name) => name !== drive.guest.node);
    return { storage, impossible: [], place: { drive, elsewhere } };
  });
}

/** A device moves with its guest only where its mapping says that it can migrate live, and only to nodes that have it. */
function deviceOf(device: string | undefined, { pciMappings }: ResolvedCluster): Pick<Fit, "tie" | "mapped"> {
  if (device === undefined) return { tie: undefined, mapped: undefined };
  if (isPciAddress(device))
    return { tie: `the PCI device ${device} ties the guest to its node`, mapped: undefined };
  if (!pciMappings.known) {
    const tie = `not known whether ${device} can migrate live: mapping/pci.cfg was not read`;
    return { tie, mapped: undefined };
  }
  const mapping = pciMappings.value.get(device);
  if (mapping === undefined)
    throw new Failure(
      "no-such-device",
      `no PCI mapping ${device} in this cluster`,
      "--device takes a PCI address, too",
    );
  const tie = mapping.liveMigrationCapable
    ? undefined
    : `${device} cannot migrate live and ties the guest to its node`;
  return { tie, mapped: mapping };
}

/** Vmids that no cluster has: the largest Proxmox VE allows, downwards. */
export const probeVmid = 999_999_999;

function probe(
  storage: ResolvedStorage,
  node: string | null,
  device: string | undefined,
  index: number,
): Candidate {
  const guest: NewGuest & { readonly vmid: number } = {
    vmid: probeVmid - index,
    name: null,
    node,
    storage: storage.entry.id,
    ostype: "l26",
    memory: 512,
    cores: 1,
    cpu: "host",
    balloon: true,
    scsihw: "virtio-scsi-single",
    firmware: false,
    device: device === undefined ? null : deviceText(device),
    tags: [],
    drive: {
      size: 1,
      format: newVolumeFormat(storage),
      cache: null,
      aio: null,
      ssd: false,
      inForce: { cache: "none", aio: null },
    },
    replication: null,
  };
  return { guest, storage };
}

/** qcow2 where the storage keeps snapshots as volume chains, or where a directory says so (pve-storage, 9.1.7). */
function newVolumeFormat({ entry, volumeChain }: ResolvedStorage): "raw" | "qcow2" {
  return volumeChain || entry.properties["format"] === "qcow2" ? "qcow2" : "raw";
}
