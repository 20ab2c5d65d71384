import type { Pool, Vdev } from "../../model/cluster.ts";
import { arrayIn, numberIn, textIn } from "../facts/json.ts";
import { lastScrubOfText } from "../facts/zpool-scan.ts";
import { kindOf, roleOf } from "../facts/zpool-status-tree.ts";
import type { Row } from "./rows.ts";

/** A pool of `GET /nodes/{n}/disks/zfs` (`row`) with the answer of `/nodes/{n}/disks/zfs/{name}`. Throws an Error. */
export function poolIn(row: Row, detail: unknown, byId: ReadonlyMap<string, string>): Pool {
  const name = textIn(row, "name");
  const state = textIn(detail, "state") ?? textIn(row, "health");
  const branches = arrayIn(detail, "children");
  if (name === undefined || state === undefined || branches.length === 0) throw new Error("is no pool");
  const [size, alloc] = [numberIn(row, "size"), numberIn(row, "alloc")];
  const [status, errors, scan] = [textIn(detail, "status"), textIn(detail, "errors"), textIn(detail, "scan")];
  const lastScrub = scan === undefined ? undefined : lastScrubOfText([scan]);
  return {
    name,
    state,
    vdevs: branches.flatMap((branch) => vdevsOf(branch, name, byId)),
    ...(status === undefined || status === "" ? {} : { status: status.replace(/\s+/g, " ") }),
    ...(errors === undefined ? {} : { dataErrors: errors !== "No known data errors" }),
    ...(lastScrub === undefined ? {} : { lastScrub }),
    ...(size === undefined ? {} : { size }),
    ...(size === undefined || size === 0 || alloc === undefined
      ? {}
      : { capacity: Math.floor((alloc * 100) / size) }),
  };
}

/** Data vdevs lie below the pool's own name, others below a heading: logs, cache, special, dedup, spares. */
function vdevsOf(branch: unknown, pool: string, byId: ReadonlyMap<string, string>): readonly Vdev[] {
  const name = textIn(branch, "name") ?? "";
  const role = name === pool ? "data" : roleOf(name);
  if (role === undefined) return [];
  return arrayIn(branch, "children").map((vdev) => ({
    role,
    kind: kindOf(textIn(vdev, "name") ?? "") ?? "disk",
    devices: leavesOf(vdev).map((device) => devicePath(device, byId)),
  }));
}

function leavesOf(vdev: unknown): readonly string[] {
  const below = arrayIn(vdev, "children");
  return below.length > 0
    ? below.flatMap(leavesOf)
    : [textIn(vdev, "name") ?? ""].filter((name) => name !== "");
}

/** `nvme-X_S1-part3` or `/dev/disk/by-id/nvme-X_S1-part3` as the partition of the disk that is listed under that name. */
function devicePath(device: string, byId: ReadonlyMap<string, string>): string {
  const link = device.startsWith("/") ? device : `/dev/disk/by-id/${device}`;
  const [, base = link, part] = /^(.*?)(?:-part(\d+))?$/.exec(link) ?? [];
  const disk = byId.get(base);
  if (disk === undefined)
    return device.startsWith("/") || !/^(?:sd|nvme|vd|xvd|mapper)/.test(device) ? device : `/dev/${device}`;
  return part === undefined ? disk : `${disk}${/\d$/.test(disk) ? "p" : ""}${part}`;
}
