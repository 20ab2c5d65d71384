import type { Agent } from "node:https";
import { ask, type RawAnswer } from "../../test/simulated-pve/ask.ts";
import type { SimulatedPve } from "../../test/simulated-pve/simulated-pve.ts";
import type { Recording } from "./recording.ts";

/** Asks the simulation what the real cluster was asked; `path` where it cannot be the recorded one. */
export function repeat(
  pve: SimulatedPve,
  agent: Agent,
  { method, params, name }: Recording,
  authorization: string | undefined,
  path: string,
): Promise<RawAnswer> {
  const form = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)]));
  const query = new URLSearchParams(form).toString();
  const inUrl = method === "GET" || method === "DELETE";
  const url = `${encodeURI(path)}${inUrl && query !== "" ? `?${query}` : ""}`;
  const type = name === "err_json_body_bad" ? "application/json" : "application/x-www-form-urlencoded";
  const headers = {
    "Content-Type": type,
    ...(authorization === undefined ? {} : { Authorization: authorization }),
  };
  return ask(pve, url, { method, agent, headers, ...(inUrl ? {} : { form }) });
}

/** The header that the recording's `auth` stands for. */
export function authorizationOf(auth: string, tokens: ReadonlyMap<string, string>): string | undefined {
  if (auth === "none") return undefined;
  const token = tokens.get(auth);
  return token === undefined ? auth : `PVEAPIToken=${token}`;
}
