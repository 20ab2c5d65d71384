import type { AgentAnswer } from "../../model/cluster.ts";
import { parseJson } from "../parse-json.ts";
import { objectIn, textIn } from "./json.ts";

/**
 * What Proxmox VE says when nobody picks up (PVE/QemuServer/Agent.pm and QMPClient.pm, 9.2.6): the ping before the
 * question fails, or the answer does not come in time.
 */
const silence = /QEMU guest agent is not running|got timeout|guest-ping' failed/i;
const unknownQuestion = /CommandNotFound|has not been found|not (?:been )?enabled|disabled/i;

/** `qm agent <vmid> get-osinfo`: JSON, or the message of what went wrong. Throws where neither tells anything. */
export function parseAgentAnswer(text: string): AgentAnswer {
  if (text.trimStart().startsWith("{")) return agentAnswer(parseJson(text));
  return agentFailure(text);
}

/** The `data` of `GET …/agent/get-osinfo` wraps it in `result`; `qm agent` prints it bare. */
export function agentAnswer(json: unknown): AgentAnswer {
  const info = { ...objectIn(json, "result") };
  const osName = textIn(info, "pretty-name") ?? textIn(json, "pretty-name") ?? textIn(info, "name");
  return {
    answers: true,
    ...(osName === undefined || osName === "" ? {} : { osName: osName.slice(0, 200) }),
  };
}

/** A message in place of an answer. An agent that does not know the question is there all the same. */
export function agentFailure(message: string): AgentAnswer {
  if (silence.test(message)) return { answers: false };
  if (unknownQuestion.test(message)) return { answers: true };
  throw new Error("does not say whether the agent answers");
}
