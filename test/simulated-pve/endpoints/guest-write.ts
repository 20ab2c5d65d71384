import { guestPath } from "../cluster-state.ts";
import { data, die, type Reply } from "../reply.ts";
import { type Call, need, noSuchGuest, type Route, vmidOf } from "../route.ts";
import { applyAll } from "../write/apply-pending.ts";
import { updateGuest } from "../write/update-guest.ts";
import { printWritable, readWritable } from "../write/writable-conf.ts";
import { askHa } from "./ha-states.ts";
import { endedTask } from "./tasks.ts";

const guest = "/nodes/{node}/qemu/{vmid}";
const config = [
  "VM.Config.Disk",
  "VM.Config.CDROM",
  "VM.Config.CPU",
  "VM.Config.Memory",
  "VM.Config.Network",
  "VM.Config.HWType",
  "VM.Config.Options",
  "VM.Config.Cloudinit",
];

export const guestWriteRoutes: readonly Route[] = [
  {
    method: "PUT",
    path: `${guest}/config`,
    needs: need("/vms/{vmid}", ...config),
    ownParameters: true,
    answer: updateGuest,
  },
  {
    method: "POST",
    path: `${guest}/config`,
    needs: need("/vms/{vmid}", ...config),
    ownParameters: true,
    answer: updateAsTask,
  },
  power("start", start),
  power("stop", stop),
  power("shutdown", stop),
  power("reboot", reboot),
];

function updateAsTask(call: Call): Reply {
  const reply = updateGuest(call);
  if (reply.kind === "error") return reply;
  const { digest: _, ...options } = call.params;
  const written = Object.entries(options).map(([key, value]) => `-${key} ${value}`);
  const log = [`update VM ${vmidOf(call)}: ${written.join(" ")}`, "TASK OK"];
  return data(endedTask(call, "qmconfig", String(vmidOf(call)), log));
}

type Action = (call: Call, vmid: number, text: string) => Reply;

function power(name: "start" | "stop" | "shutdown" | "reboot", act: Action): Route {
  return {
    method: "POST",
    path: `${guest}/status/${name}`,
    params: { timeout: "integer", forceStop: "boolean", skiplock: "boolean" },
    needs: need("/vms/{vmid}", "VM.PowerMgmt"),
    answer(call) {
      const vmid = vmidOf(call);
      const text = call.state.files.get(guestPath(call.node.name, vmid));
      if (text === undefined) return noSuchGuest(call.node.name, vmid);
      const ha = name === "reboot" ? undefined : askHa(call, vmid, name === "start" ? "started" : "stopped");
      const outcome = ha === "hastart" && call.state.running.has(vmid) ? data(null) : act(call, vmid, text);
      if (outcome.kind === "error") return outcome;
      return data(endedTask(call, ha ?? `qm${name}`, String(vmid), ["TASK OK"]));
    },
  };
}

/** What waited is applied before a cold start. */
function start(call: Call, vmid: number, text: string): Reply {
  if (call.state.running.has(vmid)) return die(`VM ${vmid} already running`);
  const conf = readWritable(text);
  const lock = conf.current.get("lock");
  if (lock !== undefined) return die(`VM is locked (${lock})`);
  if (conf.current.get("template") === "1") return die("you can't start a vm if it's a template");
  applyAll(conf, vmid);
  call.state.files.set(guestPath(call.node.name, vmid), printWritable(conf));
  call.state.running.set(vmid, {
    pid: 100_000 + call.state.tasks.length,
    machine: "pc-i440fx-11.0+pve0",
    uptime: 1,
    qemu: "11.0.2",
  });
  return data(null);
}

/** A shutdown and a start; what high availability asks for stays. */
function reboot(call: Call, vmid: number, text: string): Reply {
  if (!call.state.running.delete(vmid)) return die(`VM ${vmid} not running`);
  return start(call, vmid, text);
}

function stop(call: Call, vmid: number): Reply {
  call.state.running.delete(vmid);
  return data(null);
}
