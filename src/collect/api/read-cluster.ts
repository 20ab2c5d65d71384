import { type ApiAccess, ApiConnection } from "../../connect/api/api-connection.ts";
import type { Since } from "../since.ts";
import { type ApiParts, collectApi } from "./collect-api.ts";
import { withInsides } from "./guest-insides.ts";
import type { Progress } from "./progress.ts";
import { withReports } from "./report-facts.ts";
import { readerSince } from "./unchanged-guests.ts";

/** Opens the API, reads the cluster, closes it. Throws a Failure where it may not be asked at all. */
export async function readApiCluster(
  access: ApiAccess,
  now: string,
  progress: Progress,
  since?: Since,
): Promise<ApiParts> {
  const connection = await ApiConnection.open(access);
  try {
    const told = await collectApi(readerSince(connection, since), now, progress);
    const known = access.inside === true ? await withInsides(connection, told) : told;
    const parts = access.report === true ? await withReports(connection, known) : known;
    // a pin that was given and does not fit: the node was asked through the entry node, and somebody should hear of it
    const strange = connection.ways.filter(
      ({ node, why }) => why !== undefined && access.pins?.[node] !== undefined,
    );
    const gaps = strange.map(({ node, why = "" }) => ({
      path: `nodes/${node}`,
      reason: `not asked directly: ${why}`,
    }));
    return { ...parts, unreadable: [...parts.unreadable, ...gaps] };
  } finally {
    await connection.close();
  }
}
