import type { Pool, Vdev } from "../../../src/model/cluster.ts";
import { present } from "../endpoints/guest-values.ts";
import type { JsonObject } from "../reply.ts";
import { ctimeText } from "./ctime-text.ts";

/** A row of disks/zfs. Bytes and percent. */
export function poolRow(pool: Pool): JsonObject {
  const size = pool.size ?? 0;
  const alloc = Number(pool.properties?.["allocated"] ?? Math.trunc((size * (pool.capacity ?? 0)) / 100));
  return {
    name: pool.name,
    size,
    alloc,
    free: Number(pool.properties?.["free"] ?? size - alloc),
    frag: Number(pool.properties?.["fragmentation"] ?? 0),
    dedup: Number(pool.properties?.["dedupratio"] ?? 1),
    health: pool.state,
  };
}

/** disks/zfs/{name}: zpool status as a tree; what is no data vdev stands under a heading beside the pool. */
export function poolTree(pool: Pool): JsonObject {
  const { name, state } = pool;
  const named = numbered(pool.vdevs);
  const data = named.filter(({ role }) => role === "data").map((vdev) => vdevRow(vdev, state));
  const headings = [...new Set(pool.vdevs.map(({ role }) => role))].filter((role) => role !== "data");
  return present({
    name,
    state,
    leaf: 0,
    status: pool.status,
    scan: scanOf(pool.lastScrub),
    errors: pool.dataErrors === true ? "1 data errors, use '-v' for a list" : "No known data errors",
    children: [
      { name, state, ...untroubled, leaf: 0, children: data },
      ...headings.map((role) => ({
        name: headingOf(role),
        msg: "",
        leaf: 0,
        children: named.filter((vdev) => vdev.role === role).map((vdev) => vdevRow(vdev, state)),
      })),
    ],
  });
}

const untroubled = { read: 0, write: 0, cksum: 0, msg: "" };

type NumberedVdev = Vdev & { readonly number: number };

/** zpool counts the vdevs through, whatever their kind. */
function numbered(vdevs: readonly Vdev[]): readonly NumberedVdev[] {
  return vdevs.map((vdev, number) => ({ ...vdev, number }));
}

function vdevRow({ kind, devices, number, role }: NumberedVdev, state: string): JsonObject {
  const leaves = devices.map((name) =>
    role === "spare"
      ? { name, state: "AVAIL", msg: "", leaf: 1 }
      : { name, state: "ONLINE", ...untroubled, leaf: 1 },
  );
  const [only] = leaves;
  if (kind === "disk" && only !== undefined) return only;
  return { name: `${kind}-${number}`, state, ...untroubled, leaf: 0, children: leaves };
}

function headingOf(role: Vdev["role"]): string {
  return role === "log" ? "logs" : role === "spare" ? "spares" : role;
}

function scanOf(lastScrub: string | null | undefined): string | undefined {
  if (lastScrub === undefined) return undefined;
  if (lastScrub === null) return "none requested";
  return `scrub repaired 0B in 01:02:03 with 0 errors on ${ctimeText(new Date(lastScrub))}`;
}
