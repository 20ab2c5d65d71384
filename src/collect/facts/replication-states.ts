import type { ReplicationState } from "../../model/cluster.ts";
import { parseJson } from "../parse-json.ts";
import { numberIn, textIn } from "./json.ts";

/** `pvesh get /nodes/<node>/replication --output-format json`, and the `data` of that endpoint. */
export function parseReplicationStates(
  text: string,
  readAt: string | undefined,
): readonly ReplicationState[] {
  const json = parseJson(text);
  const rows = Array.isArray(json) ? json : undefined;
  if (rows === undefined) throw new Error("is not an answer of /nodes/<node>/replication");
  return rows.flatMap((row: unknown) => stateOf(row, readAt));
}

/** A job without a count of failures tells nothing; that of another shape is skipped. */
export function stateOf(row: unknown, readAt: string | undefined): readonly ReplicationState[] {
  const [id, failCount] = [textIn(row, "id"), numberIn(row, "fail_count")];
  if (id === undefined || failCount === undefined) return [];
  const lastSync = numberIn(row, "last_sync") ?? 0;
  const error = textIn(row, "error")?.split("\n")[0];
  return [
    {
      id,
      failCount,
      lastSync: lastSync > 0 && lastSync < 1e11 ? new Date(lastSync * 1000).toISOString() : null,
      ...(readAt === undefined ? {} : { readAt }),
      ...(error === undefined || error === "" ? {} : { error: error.slice(0, 300) }),
    },
  ];
}
