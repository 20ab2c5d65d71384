import type { Vdev } from "../../model/cluster.ts";
import { parseJson } from "../parse-json.ts";
import { hasObject, objectIn, textIn } from "./json.ts";
import { lastScrubOfJson } from "./zpool-scan.ts";
import type { NamedVdev, StatusPool } from "./zpool-status.ts";
import { kindOf, roleOf } from "./zpool-status-tree.ts";

/** `zpool status -j`, with or without --json-int. Its ids are beyond 2^53 there, so none is looked at. */
export function parsePoolsJson(text: string): readonly StatusPool[] {
  const json = parseJson(text);
  if (!hasObject(json, "pools")) throw new Error("is not an output of zpool status");
  return Object.entries(objectIn(json, "pools")).map(([key, row]) => poolOf(textIn(row, "name") ?? key, row));
}

function poolOf(name: string, row: unknown): StatusPool {
  const state = textIn(row, "state");
  if (state === undefined || !hasObject(row, "vdevs")) throw new Error("is not an output of zpool status");
  const status = (textIn(row, "status") ?? "").replace(/\s+/g, " ").trim();
  const errors = textIn(row, "error_count");
  const lastScrub = lastScrubOf(row);
  return {
    name,
    state,
    vdevs: vdevsOf(row, name),
    ...(status === "" || status === "OK" ? {} : { status }),
    ...(errors === undefined ? {} : { dataErrors: errors !== "0" }),
    ...(lastScrub === undefined ? {} : { lastScrub }),
  };
}

function lastScrubOf(row: unknown): ReturnType<typeof lastScrubOfJson> {
  if (!hasObject(row, "scan_stats")) return lastScrubOfJson(undefined);
  const scan = objectIn(row, "scan_stats");
  return lastScrubOfJson({
    function: textIn(scan, "function") ?? "",
    state: textIn(scan, "state") ?? "",
    end: textIn(scan, "end_time") ?? "",
  });
}

/** Data lies below the pool's own name, all else below a heading beside it. */
function vdevsOf(row: unknown, pool: string): readonly NamedVdev[] {
  const data = vdevsBelow(objectIn(objectIn(row, "vdevs"), pool), "data");
  const others = headings.flatMap((heading) => {
    const role = roleOf(heading);
    return role === undefined
      ? []
      : Object.values(objectIn(row, heading)).flatMap((vdev) => vdevOf(vdev, role));
  });
  return [...data, ...others];
}

const headings = ["dedup", "special", "logs", "l2cache", "cache", "spares"] as const;

function vdevsBelow(row: unknown, role: Vdev["role"]): readonly NamedVdev[] {
  return Object.values(objectIn(row, "vdevs")).flatMap((vdev) => vdevOf(vdev, role));
}

function vdevOf(row: unknown, role: Vdev["role"]): readonly NamedVdev[] {
  const name = textIn(row, "name");
  const type = textIn(row, "vdev_type") ?? "";
  if (name === undefined || /^(?:hole|missing|indirect)$/.test(type)) return [];
  const devices = leavesOf(row);
  const kind = kindOf(name) ?? (type === "mirror" ? type : "disk");
  return [{ name, role, kind, devices }];
}

/** The devices below a vdev, through `replacing` and `spare`. */
function leavesOf(row: unknown): readonly string[] {
  const below = Object.values(objectIn(row, "vdevs"));
  if (below.length > 0) return below.flatMap(leavesOf);
  return [textIn(row, "path") ?? textIn(row, "was") ?? textIn(row, "name") ?? ""].filter(
    (path) => path !== "",
  );
}
