import { data, type Reply } from "../reply.ts";
import { type Call, need, type Route, vmidOf } from "../route.ts";
import { storagesOf } from "../storage-access.ts";
import { withConfig } from "./guest-config.ts";
import { drivesShown, nodesShown } from "./monitor-block.ts";
import { type Started, startedWith } from "./monitor-disks.ts";
import { qtree } from "./monitor-qtree.ts";

const route = {
  method: "POST",
  path: "/nodes/{node}/qemu/{vmid}/monitor",
  params: { command: "text" },
  answer: (call: Call) => withConfig(call, (text) => answer(call, text)),
} as const;

/** The human monitor: `info` needs Sys.Audit or Sys.Modify on the guest since 9, VM.Monitor before (qemu-server API2/Qemu.pm). */
export const monitorRoutes: readonly Route[] = [
  { ...route, until: 9, needs: need("/vms/{vmid}", "VM.Monitor") },
  { ...route, since: 9, needs: need("/vms/{vmid}", "Sys.Audit", "Sys.Modify") },
];

const shownBy: Readonly<Record<string, (started: Started) => readonly string[]>> = {
  "info qtree": qtree,
  "info block": drivesShown,
  "info block -n": nodesShown,
  "info iothreads": ({ disks }) =>
    disks.flatMap(({ thread }) =>
      thread === "" ? [] : [`${thread}:`, "  thread_id=4711", "  poll-max-ns=32768"],
    ),
};

/** As a process prints it that was started with this config; trouble in asking is an answer, too. */
function answer(call: Call, text: string): Reply {
  const process = call.state.running.get(vmidOf(call));
  if (process === undefined) return data(`ERROR: VM ${vmidOf(call)} not running\n`);
  const command = String(call.params["command"]);
  const lines = shownBy[command]?.(startedWith(text, process, storagesOf(call.state)));
  return data((lines ?? [`unknown command: '${command}'`]).map((line) => `${line}\r\n`).join(""));
}
