import { Agent, request } from "node:https";
import type { SimulatedPve } from "./simulated-pve.ts";

export interface RawAnswer {
  readonly status: number;
  readonly reason: string;
  readonly contentType: string | undefined;
  readonly body: string;
}

export interface Question {
  readonly method?: string;
  /** Of the node that is asked; `pve1` where nothing is said. */
  readonly node?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
}

/** A plain client that trusts the cluster's authority and judges nothing. */
export function ask(pve: SimulatedPve, path: string, question: Question = {}): Promise<RawAnswer> {
  const { method = "GET", node = "pve1", headers = {}, form, agent = new Agent({ ca: pve.ca }) } = question;
  return new Promise((resolve, reject) => {
    const sent = request(`${pve.url(node)}/api2/json${path}`, { method, agent, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          reason: response.statusMessage ?? "",
          contentType: response.headers["content-type"],
          body,
        }),
      );
    });
    sent.on("error", reject);
    sent.end(form === undefined ? undefined : new URLSearchParams(form).toString());
  });
}
