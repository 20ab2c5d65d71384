import { parseGuestConf } from "../../../src/model/syntax/guest-conf.ts";
import type { SimulatedAgent } from "../cluster-state.ts";
import { data, die, type Json, type Reply } from "../reply.ts";
import { type Call, need, type Route, vmidOf } from "../route.ts";
import { withConfig } from "./guest-config.ts";

const guest = "/nodes/{node}/qemu/{vmid}/agent";

function agentRoute(
  method: "GET" | "POST",
  command: string,
  answer: (agent: SimulatedAgent) => Json,
): readonly Route[] {
  const route = {
    method,
    path: `${guest}/${command}`,
    answer: (call: Call) => withConfig(call, (text) => asked(call, text, answer)),
  };
  return [
    { ...route, until: 9, needs: need("/vms/{vmid}", "VM.Monitor") },
    { ...route, since: 9, needs: need("/vms/{vmid}", "VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted") },
  ];
}

/** The guest agent; its privilege was VM.Monitor up to 8 (qemu-server API2/Qemu/Agent.pm, 9.2.6). */
export const agentRoutes: readonly Route[] = [
  ...agentRoute("POST", "ping", () => ({ result: {} })),
  ...agentRoute("GET", "get-osinfo", ({ osinfo }) => ({ result: osinfo })),
  ...agentRoute("GET", "get-fsinfo", ({ fsinfo }) => ({ result: fsinfo })),
  ...agentRoute("GET", "info", () => ({ result: { version: "10.0.0", supported_commands: [] } })),
];

function asked(call: Call, text: string, answer: (agent: SimulatedAgent) => Json): Reply {
  const vmid = vmidOf(call);
  const option = parseGuestConf(text).current.entries.get("agent")?.value ?? "";
  if (!call.state.running.has(vmid)) return die(`VM ${vmid} is not running`);
  if (!/(?:^|,)(?:enabled=)?1(?:,|$)/.test(option)) return die("No QEMU guest agent configured");
  const agent = call.state.agents.get(vmid);
  return agent === undefined ? die("QEMU guest agent is not running") : data(answer(agent));
}
