import type { SimulatedTask } from "../cluster-state.ts";
import { data, die, type JsonObject, type Reply } from "../reply.ts";
import { type Call, may, type Route } from "../route.ts";

const task = "/nodes/{node}/tasks/{upid}";

/** Tasks end at once here; their status and log stay (pve-manager API2/Tasks.pm, 9.2). */
export const taskRoutes: readonly Route[] = [
  {
    method: "GET",
    path: `${task}/status`,
    answer: (call) => withTask(call, (found) => data(statusOf(found))),
  },
  {
    method: "GET",
    path: `${task}/log`,
    params: { start: "integer", limit: "integer", download: "boolean" },
    answer: (call) => withTask(call, logOf),
  },
  {
    method: "GET",
    path: "/nodes/{node}/tasks",
    params: { vmid: "integer", limit: "integer", start: "integer", errors: "boolean", source: "text" },
    answer: (call) => list(call),
  },
];

function withTask(call: Call, answer: (task: SimulatedTask) => Reply): Reply {
  const found = call.state.tasks.find(({ upid }) => upid === call.uri["upid"]);
  if (found === undefined) return die("no such task");
  if (found.user !== call.who.id && !may(call, `/nodes/${found.node}`, "Sys.Audit"))
    return die("Permission check failed");
  return answer(found);
}

function statusOf({ log: _, ...task }: SimulatedTask): JsonObject {
  const [user, tokenid] = task.user.split("!");
  return { ...task, user: user ?? "", ...(tokenid === undefined ? {} : { tokenid }), status: "stopped" };
}

function logOf({ log }: SimulatedTask): Reply {
  return { kind: "data", data: log.map((t, index) => ({ n: index + 1, t })), total: log.length };
}

function list({ state, node }: Call): Reply {
  const rows = state.tasks
    .filter((task) => task.node === node.name)
    .map(({ log: _, exitstatus, ...task }) => ({ ...task, endtime: task.starttime, status: exitstatus }));
  return { kind: "data", data: rows, total: rows.length };
}

/** Writes down what was done, as a task that has ended; answers its UPID. */
export function endedTask(call: Call, type: string, id: string, log: readonly string[]): string {
  const pid = 1000 + call.state.tasks.length;
  const pstart = 300_000 + call.state.tasks.length;
  const hex = (number: number) => number.toString(16).toUpperCase().padStart(8, "0");
  const upid = `UPID:${call.node.name}:${hex(pid)}:${hex(pstart)}:${hex(call.now)}:${type}:${id}:${call.who.id}:`;
  const failed = log.find((line) => line.startsWith("TASK ERROR: "));
  call.state.tasks.push({
    upid,
    node: call.node.name,
    pid,
    pstart,
    starttime: call.now,
    type,
    id,
    user: call.who.id,
    exitstatus: failed?.replace("TASK ERROR: ", "") ?? "OK",
    log,
  });
  return upid;
}
