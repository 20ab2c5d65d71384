import PQueue from "p-queue";
import pRetry, { AbortError } from "p-retry";
import { Failure } from "../../model/failure.ts";
import type { Address } from "./address.ts";
import type { ApiAnswer } from "./api-answer.ts";
import { mostAtOnce, newPace } from "./pace.ts";
import { ask } from "./request.ts";
import { trustedAgent } from "./sockets.ts";
import type { Trust } from "./trust.ts";

type Headers = Readonly<Record<string, string>>;

/** A line to one node: its connections, and how much it is asked at once. */
export interface NodeLine {
  readonly address: Address;
  /** Asked again with pauses where the cluster is busy or the connection broke. Throws a Failure like `ask`. */
  readonly get: (path: string, headers: Headers) => Promise<ApiAnswer>;
  /** Asked once, whatever comes. Throws a Failure like `ask`. */
  readonly getOnce: (path: string, headers: Headers) => Promise<ApiAnswer>;
  readonly post: (
    path: string,
    headers: Headers,
    form: Readonly<Record<string, string>>,
  ) => Promise<ApiAnswer>;
  /** Sent once, on a connection of its own: a kept one may be dead, and a write is not sent twice to find out. */
  readonly write: (
    method: "POST" | "PUT",
    path: string,
    headers: Headers,
    form: Readonly<Record<string, string>>,
  ) => Promise<ApiAnswer>;
  readonly close: () => void;
}

export interface LineOptions {
  /** For one request, milliseconds. */
  readonly timeout: number;
  /** Asked again so often, and the first pause between, milliseconds. */
  readonly retries: number;
  readonly pause: number;
}

/** Times as long as anything else: pvereport runs some forty commands. */
const reportTakes = 6;

export const usualLine: LineOptions = { timeout: 30_000, retries: 2, pause: 300 };

export function openLine(address: Address, trust: Trust, options: LineOptions): NodeLine {
  const agent = trustedAgent(address, trust, mostAtOnce);
  const pace = newPace();
  const queue = new PQueue({ concurrency: pace.limit });
  const getOnce: NodeLine["getOnce"] = async (path, headers) => {
    const began = performance.now();
    const timeout = path.endsWith("/report") ? reportTakes * options.timeout : options.timeout;
    const answer = await ask(address, agent, { method: "GET", path, headers }, timeout);
    if (answer.ok) pace.answered(kindOf(path), performance.now() - began);
    else if (isBusy(answer)) pace.failed();
    queue.concurrency = pace.limit;
    return answer;
  };
  return {
    address,
    getOnce,
    get: (path, headers) => queue.add(() => again(options, () => getOnce(path, headers))),
    post: (path, headers, form) =>
      ask(address, agent, { method: "POST", path, headers, form }, options.timeout),
    write: async (method, path, headers, form) => {
      const own = trustedAgent(address, trust, 1);
      try {
        return await ask(address, own, { method, path, headers, form }, options.timeout);
      } finally {
        own.destroy();
      }
    },
    close: () => agent.destroy(),
  };
}

/** `/nodes/pve1/qemu/201/config` and all others like it. */
const kindOf = (path: string): string => path.replace(/\/nodes\/[^/]+|\/\d+|\?.*/g, "");

/** Proxied to a node that does not answer (595, 596), a gateway in between, or no answer at all. */
const isBusy = (answer: ApiAnswer): boolean =>
  !answer.ok && [0, 502, 503, 504, 595, 596].includes(answer.status);

/** What another try may change. A node that took its whole time and said nothing is not given the same again. */
const isPassing = (answer: ApiAnswer): boolean => isBusy(answer) && !("timedOut" in answer);

class Passing extends Error {}

/** The last answer, whatever it is: a node that stays silent is a gap in the audit, not an end of it. */
async function again({ retries, pause }: LineOptions, attempt: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  let last: ApiAnswer = { ok: false, status: 0, message: "not asked" };
  const once = async (): Promise<void> => {
    try {
      last = await attempt();
    } catch (error) {
      // nobody picked up: the next connection may be made; one that is not trusted is not tried again
      if (error instanceof Failure && error.code === "unreachable") throw error;
      throw new AbortError(error as Error); // ask throws Failures
    }
    if (isPassing(last)) throw new Passing("to be asked again");
  };
  try {
    await pRetry(once, { retries, minTimeout: pause, factor: 3, randomize: true });
  } catch (error) {
    if (!(error instanceof Passing)) throw error;
  }
  return last;
}
