import type { ApiAnswer } from "../../connect/api/api-answer.ts";
import type { ClusterDoor } from "../cluster-door.ts";
import { isRow } from "../rows.ts";

/** A task's name leads to itself alone: no slash, and nothing that a URL takes for its own. */
const upid = /^UPID:[\w.:@!-]+$/;

/** Why the task that was started has failed; undefined: it has not, it still goes on, or nobody tells. */
export async function taskFailure(
  door: Pick<ClusterDoor, "get">,
  node: string,
  started: ApiAnswer,
): Promise<string | undefined> {
  const task = started.ok && typeof started.data === "string" ? started.data.trim() : "";
  if (!upid.test(task)) return undefined;
  const answer = await door.get(`/nodes/${node}/tasks/${task}/status`);
  const { status, exitstatus } = answer.ok && isRow(answer.data) ? answer.data : {};
  if (status !== "stopped" || typeof exitstatus !== "string") return undefined;
  // warnings are no failure (pve-common RESTEnvironment.pm)
  return /^(?:OK|WARNINGS: \d+)$/.test(exitstatus) ? undefined : exitstatus.slice(0, 300);
}
