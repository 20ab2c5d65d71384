import type { Missing } from "../../model/fact.ts";
import { missingStorage } from "../../model/missing.ts";
import type { Policy } from "../../model/policy.ts";
import { percentText } from "../../model/quantity-text.ts";
import type { OtherVolume, ResolvedDrive, ResolvedNode, ResolvedStorage } from "../../model/resolved.ts";
import { fileStorageTypes, ownName } from "../../model/syntax/volume-id.ts";
import type { TopologyHop } from "../../model/topology.ts";
import { imagePath } from "../../resolve/file-system.ts";
import { deviceHops, fileSystemHops, poolHop, volumeGroupHop } from "./node-hops.ts";

/** From a guest's line down to the disks, and from a storage of a node. */

/** Where it is looked up. `node` null: a bare folder does not say on which node the guest is. */
export interface TopologyPlace {
  readonly node: ResolvedNode | null;
  /** Media that were declared. */
  readonly policy: Policy;
  readonly storages: ReadonlyMap<string, ResolvedStorage>;
}

type Line = Pick<ResolvedDrive | OtherVolume, "volume" | "storage">;

/** The way of one line; undefined: it holds no volume. */
export function topologyOf({ volume, storage }: Line, place: TopologyPlace): TopologyHop | undefined {
  if (volume.kind === "none") return undefined;
  const hop = (below: readonly TopologyHop[], missing: readonly Missing[] = []): TopologyHop => ({
    kind: "volume",
    name: volume.text,
    ...(missing.length === 0 ? {} : { missing }),
    below,
  });
  if (volume.kind === "path") return hop(pathHops(volume.path, place));
  if (storage === undefined) return hop([], [missingStorage(volume.storage)]);
  const name = ownName(volume.name);
  const { type, properties, id } = storage.entry;
  if (type === "zfspool") {
    const dataset = `${properties["pool"] ?? id}/${name}`;
    return hop([{ kind: "zvol", name: dataset, below: [poolHop(dataset, place)] }]);
  }
  const own = ownHop(storage, name);
  return own === undefined
    ? hop([], [unknownType(storage)])
    : hop([{ ...own, below: storageHops(storage, place) }]);
}

/** What a volume is on its storage, where that is more than its name. */
function ownHop(storage: ResolvedStorage, name: string): Pick<TopologyHop, "kind" | "name"> | undefined {
  const { type, properties } = storage.entry;
  if (type === "lvm" || type === "lvmthin")
    return { kind: "logical-volume", name: `${properties["vgname"] ?? ""}/${name}` };
  if (fileStorageTypes.has(type)) return { kind: "file", name: imagePath(storage, { name }) };
  if (type === "rbd") return { kind: "image", name: `${properties["pool"] ?? "rbd"}/${name}` };
  if (type === "iscsi" || type === "iscsidirect" || type === "zfs") return { kind: "lun", name };
  return undefined;
}

/** What a storage lies on, on one node. */
export function storageHops(storage: ResolvedStorage, place: TopologyPlace): readonly TopologyHop[] {
  const { type, properties, id } = storage.entry;
  const text = (key: string): string => properties[key] ?? "";
  if (type === "zfspool") {
    const dataset = properties["pool"] ?? id;
    const pool = poolHop(dataset, place);
    return dataset.includes("/") ? [{ kind: "dataset", name: dataset, below: [pool] }] : [pool];
  }
  if (type === "lvm") return [volumeGroupHop(text("vgname"), place, targetOfBase(storage, place))];
  if (type === "lvmthin") return [thinPoolHop(storage, place)];
  if (type === "dir" || type === "btrfs") return fileSystemHops(text("path"), place);
  const remote = remoteName(type, text);
  return remote === undefined ? [] : [remote];
}

/** What another machine keeps: its disks are not to be seen from a node. */
function remoteName(type: string, text: (key: string) => string): TopologyHop | undefined {
  const hop = (kind: TopologyHop["kind"], name: string, says: string): TopologyHop => ({
    kind,
    name,
    says: [says],
    below: [],
  });
  const far = "its disks are in another machine";
  if (type === "nfs") return hop("export", `${text("server")}:${text("export")}`, far);
  if (type === "cifs") return hop("export", `//${text("server")}/${text("share")}`, far);
  if (type === "cephfs") return hop("export", `CephFS ${text("fs-name")}`.trim(), "OSDs of the cluster");
  if (type === "glusterfs") return hop("export", `${text("server")}:${text("volume")}`, far);
  if (type === "rbd") return hop("pool", `Ceph ${text("pool") || "rbd"}`, "OSDs of the cluster");
  if (type === "zfs") return hop("target", `${text("target")} at ${text("portal")}`, `pool ${text("pool")}`);
  if (type === "iscsi" || type === "iscsidirect")
    return hop("target", `${text("target")} at ${text("portal")}`, far);
  return undefined;
}

function thinPoolHop(storage: ResolvedStorage, place: TopologyPlace): TopologyHop {
  const { vgname = "", thinpool = "" } = storage.entry.properties;
  const rows = place.node?.logicalVolumes;
  const row = rows?.known
    ? rows.value.find(({ volumeGroup, name }) => volumeGroup === vgname && name === thinpool)
    : undefined;
  const fill = (percent: number | undefined, of: string): readonly string[] =>
    percent === undefined ? [] : [`${of} ${percentText(percent)} full`];
  return {
    kind: "thin-pool",
    name: `${vgname}/${thinpool}`,
    says: [...fill(row?.dataPercent, "data"), ...fill(row?.metadataPercent, "metadata")],
    below: [volumeGroupHop(vgname, place)],
  };
}

/** `base truenas:0.0.0.scsi-…`: the storage whose LUN carries the volume group. */
function targetOfBase({ entry }: ResolvedStorage, place: TopologyPlace): TopologyHop | undefined {
  const id = entry.properties["base"]?.split(":")[0];
  const base = id === undefined ? undefined : place.storages.get(id);
  return base === undefined
    ? undefined
    : remoteName(base.entry.type, (key) => base.entry.properties[key] ?? "");
}

/** An absolute path: a zvol, a device, or a file. */
function pathHops(path: string, place: TopologyPlace): readonly TopologyHop[] {
  const zvol = /^\/dev\/zvol\/(.+)$/.exec(path)?.[1];
  if (zvol !== undefined) return [{ kind: "zvol", name: zvol, below: [poolHop(zvol, place)] }];
  return path.startsWith("/dev/") ? deviceHops(path, place) : fileSystemHops(path, place);
}

const unknownType = ({ entry }: ResolvedStorage): Missing => ({
  fact: `what a storage of type ${entry.type} keeps its volumes on`,
  access: "declare",
  how: `${entry.id} is of a type from outside Proxmox VE`,
});
