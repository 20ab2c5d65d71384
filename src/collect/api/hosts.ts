import { numberIn, textIn } from "../facts/json.ts";
import { rowsOf } from "./rows.ts";

/** Where the other nodes are that are up, by name, from `GET /cluster/status`. */
export function hostsIn(status: unknown): ReadonlyMap<string, string> {
  const hosts = rowsOf(status).flatMap((row) => {
    const [name, ip] = [textIn(row, "name"), textIn(row, "ip")];
    const isOther = row["type"] === "node" && numberIn(row, "online") === 1 && numberIn(row, "local") !== 1;
    return isOther && name !== undefined && ip !== undefined && /^[\d.]+$|:/.test(ip)
      ? [[name, ip] as const]
      : [];
  });
  return new Map(hosts);
}
