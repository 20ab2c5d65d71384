import type { BlockDevice, Mount, NodeSnapshot, Pool, Vdev } from "../../../src/model/cluster.ts";
import { ctimeText } from "./ctime-text.ts";
import { known } from "./known.ts";
import { shortSize, textTable } from "./text-table.ts";

/** A row and its place in a tree: how many are above it, and whether its neighbours below go on. */
interface Branch<T> {
  readonly item: T;
  readonly lead: string;
}

function branches<T>(
  items: readonly T[],
  childrenOf: (item: T) => readonly T[],
  stem = "",
  isRoot = true,
): readonly Branch<T>[] {
  return items.flatMap((item, index) => {
    const isLast = index === items.length - 1;
    const lead = isRoot ? "" : `${stem}${isLast ? "`-" : "|-"}`;
    const below = isRoot ? "" : `${stem}${isLast ? "  " : "| "}`;
    return [{ item, lead }, ...branches(childrenOf(item), childrenOf, below, false)];
  });
}

/** `findmnt --ascii` */
export function findmntText(node: NodeSnapshot): string {
  const mounts = known(node.mounts) ?? [];
  const parentOf = (mount: Mount): Mount | undefined =>
    mounts
      .filter(
        ({ target }) =>
          target !== mount.target && `${mount.target}/`.startsWith(target === "/" ? "/" : `${target}/`),
      )
      .sort((a, b) => b.target.length - a.target.length)[0];
  const roots = mounts.filter((mount) => parentOf(mount) === undefined);
  const rows = branches(roots, (above) => mounts.filter((mount) => parentOf(mount) === above));
  const cells = rows.map(({ item, lead }) => [
    lead + item.target.replaceAll(" ", "\\x20"),
    item.source.replaceAll(" ", "\\x20"),
    item.fstype,
    item.options,
  ]);
  return textTable([["TARGET", "SOURCE", "FSTYPE", "OPTIONS"], ...cells]);
}

const lsblkColumns =
  "NAME MAJ:MIN RM SIZE RO TYPE MOUNTPOINTS HOTPLUG ROTA PHY-SEC FSTYPE MODEL TRAN WWN".split(" ");

/** `lsblk --ascii -M -o +HOTPLUG,ROTA,PHY-SEC,FSTYPE,MODEL,TRAN,WWN` */
export function lsblkText(node: NodeSnapshot): string {
  const rows = branches(known(node.blockDevices) ?? [], ({ children }) => children);
  return textTable([lsblkColumns, ...rows.map(lsblkRow)], new Set([2, 3, 4, 7, 8, 9]));
}

function lsblkRow({ item, lead }: Branch<BlockDevice>, index: number): readonly string[] {
  const { name, size, type, mountpoints, rotational, fstype, model, transport } = item;
  const isDisk = type === "disk";
  return [
    lead + name,
    `8:${index}`,
    "0",
    shortSize(size ?? 0),
    "0",
    type,
    mountpoints.join(" "),
    "0",
    rotational === true ? "1" : "0",
    "4096",
    fstype ?? "",
    model ?? "",
    isDisk ? (transport ?? "") : "",
    "",
  ];
}

/** `zpool status`, of all pools. */
export function zpoolStatusText(node: NodeSnapshot): string {
  const pools = known(node.pools) ?? [];
  return pools.length === 0 ? "no pools available\n" : pools.map(statusOf).join("\n");
}

function statusOf(pool: Pool): string {
  const scan = pool.lastScrub;
  const lines = [
    `  pool: ${pool.name}`,
    ` state: ${pool.state}`,
    ...(pool.status === undefined ? [] : [`status: ${pool.status.replaceAll("\n", "\n\t")}`]),
    ...(scan === undefined || scan === null
      ? []
      : [`  scan: scrub repaired 0B in 01:12:09 with 0 errors on ${ctimeText(new Date(scan))}`]),
    "config:",
    "",
    ...configOf(pool),
    "",
    `errors: ${pool.dataErrors === true ? "1 data errors, use '-v' for a list" : "No known data errors"}`,
  ];
  return `${lines.join("\n")}\n`;
}

function configOf({ name, state, vdevs }: Pool): readonly string[] {
  const headings: Readonly<Record<Vdev["role"], string>> = {
    data: name,
    log: "logs",
    cache: "cache",
    special: "special",
    dedup: "dedup",
    spare: "spares",
  };
  const roles = [...new Set(["data" as const, ...vdevs.map(({ role }) => role)])];
  const rows = roles.flatMap((role) => {
    const counts = role === "data" ? [state, "0", "0", "0"] : ["", "", "", ""];
    const below = vdevs.flatMap((vdev, number) => (vdev.role === role ? vdevLines(vdev, number, state) : []));
    return [[headings[role], ...counts], ...below];
  });
  const table = textTable([["NAME", "STATE", "READ", "WRITE", "CKSUM"], ...rows], new Set([2, 3, 4]));
  return table
    .trimEnd()
    .split("\n")
    .map((line) => `\t${line.trimEnd()}`);
}

function vdevLines(
  { kind, devices, role }: Vdev,
  number: number,
  state: string,
): readonly (readonly string[])[] {
  const zero = role === "spare" ? ["AVAIL", "", "", ""] : ["ONLINE", "0", "0", "0"];
  const leaf = kind === "disk" ? "  " : "    ";
  const leaves = devices.map((device) => [leaf + device.replace("/dev/", ""), ...zero]);
  return kind === "disk" ? leaves : [[`  ${kind}-${number}`, state, "0", "0", "0"], ...leaves];
}

/** `zpool list -v`, without the lines of the vdevs. */
export function zpoolListText(node: NodeSnapshot): string {
  const header = "NAME SIZE ALLOC FREE CKPOINT EXPANDSZ FRAG CAP DEDUP HEALTH ALTROOT".split(" ");
  const rows = (known(node.pools) ?? []).map(({ name, size = 0, capacity = 0, state }) => {
    const used = (size * capacity) / 100;
    const sizes = [size, used, size - used].map(shortSize);
    return [name, ...sizes, "-", "-", "0%", `${capacity}%`, "1.00x", state, "-"];
  });
  return textTable([header, ...rows], new Set([1, 2, 3, 4, 5, 6, 7, 8, 9]));
}

/** `zfs list`; what is used is not in a snapshot. */
export function zfsListText(node: NodeSnapshot): string {
  const rows = (known(node.datasets) ?? [])
    .filter(({ properties }) => properties["type"]?.value !== "snapshot")
    .map(({ name, properties }) => [name, "1G", "100G", "96K", properties["mountpoint"]?.value ?? "-"]);
  return textTable([["NAME", "USED", "AVAIL", "REFER", "MOUNTPOINT"], ...rows], new Set([1, 2, 3]));
}
