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

/** qemu-server hands on what qemu-ga says of a file it cannot open (API2/Qemu/Agent.pm, 9.2.6). */
function fileRead(call: Call): Reply {
  const { file = "" } = call.params;
  return withConfig(call, (text) =>
    withAgent(call, text, ({ files }) => {
      const content = files[file];
      if (content !== undefined) return data({ content });
      return die(`Agent error: failed to open file '${file}' (mode: 'r'): No such file or directory`);
    }),
  );
}

const readFile = {
  method: "GET",
  path: `${guest}/file-read`,
  params: { file: "text" },
  answer: fileRead,
} as const;

/** The guest agent; its privilege was VM.Monitor up to 8 (qemu-server API2/Qemu/Agent.pm, 9.2.6). */
export const agentRoutes: readonly Route[] = [
  ...agentRoute("POST", "ping", () => ({ result: {} })),
  ...agentRoute("GET", "get-osinfo", ({ osinfo }) => ({ result: osinfo })),
  ...agentRoute("GET", "get-fsinfo", ({ fsinfo }) => ({ result: fsinfo })),
  { ...readFile, until: 9, needs: need("/vms/{vmid}", "VM.Monitor") },
  {
    ...readFile,
    since: 9,
    needs: need("/vms/{vmid}", "VM.GuestAgent.FileRead", "VM.GuestAgent.Unrestricted"),
  },
  ...agentRoute("GET", "info", () => ({ result: { version: "10.0.0", supported_commands: [] } })),
];

function asked(call: Call, text: string, answer: (agent: SimulatedAgent) => Json): Reply {
  return withAgent(call, text, (agent) => data(answer(agent)));
}

function withAgent(call: Call, text: string, answer: (agent: SimulatedAgent) => Reply): Reply {
  const vmid = vmidOf(call);
  const option = parseGuestConf(text).current.entries.get("agent")?.value ?? "";
  if (!call.state.running.has(vmid)) return die(`VM ${vmid} is not running`);
  if (!/(?:^|,)(?:enabled=)?1(?:,|$)/.test(option)) return die("No QEMU guest agent configured");
  const agent = call.state.agents.get(vmid);
  return agent === undefined ? die("QEMU guest agent is not running") : answer(agent);
}
