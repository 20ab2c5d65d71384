import { type ApiAccess, ApiConnection } from "../../connect/api/api-connection.ts";
import { numberIn, textIn } from "../facts/json.ts";
import { type ApiParts, collectApi, type Progress } from "./collect-api.ts";
import { rowsOf } from "./rows.ts";

/** Opens the API, reads the cluster, closes it. Throws a Failure where it may not be asked at all. */
export async function readApiCluster(access: ApiAccess, now: string, progress: Progress): Promise<ApiParts> {
  const connection = await ApiConnection.open(access);
  try {
    const status = await connection.get("/cluster/status");
    connection.discovered(hostsIn(status.ok ? status.data : []));
    return await collectApi(connection, now, progress);
  } finally {
    await connection.close();
  }
}

/** Where the nodes are that are up, by name. */
function hostsIn(status: unknown): ReadonlyMap<string, string> {
  const hosts = rowsOf(status).flatMap((row) => {
    const [name, ip] = [textIn(row, "name"), textIn(row, "ip")];
    const isUp = row["type"] === "node" && numberIn(row, "online") === 1;
    return isUp && name !== undefined && ip !== undefined && /^[\d.]+$|:/.test(ip)
      ? [[name, ip] as const]
      : [];
  });
  return new Map(hosts);
}
