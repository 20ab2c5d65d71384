import type { Agent } from "node:https";
import { request } from "node:https";
import { Failure } from "../../model/failure.ts";
import type { Address } from "./address.ts";
import { type ApiAnswer, readAnswer } from "./api-answer.ts";

export interface Question {
  readonly method: "GET" | "POST" | "PUT";
  /** Below /api2/json: `/nodes/pve1/status`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
}

/** Ten thousand volumes of a storage are about 3 MB; a report of a large node about 10. Bytes. */
const largestAnswer = 64 * 1024 * 1024;

/**
 * One request. Resolves for every answer, with status 0 where there was none; throws a Failure only where the
 * connection could not be made or was not trusted, so that nothing was sent.
 */
export function ask(address: Address, agent: Agent, question: Question, timeout: number): Promise<ApiAnswer> {
  return new Promise((answered, failed) => {
    const body = question.form === undefined ? undefined : new URLSearchParams(question.form).toString();
    const sent = request({
      agent,
      host: address.host,
      port: address.port,
      method: question.method,
      path: `/api2/json${question.path}`,
      headers: {
        ...question.headers,
        ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
      },
    });
    const broken = (message: string, why: { readonly timedOut?: true } = {}): void => {
      clearTimeout(timer);
      sent.destroy();
      answered({ ok: false, status: 0, message, ...why });
    };
    const timer = setTimeout(
      () => broken(`no answer within ${timeout / 1000} s`, { timedOut: true }),
      timeout,
    );
    sent.on("error", (error) => {
      clearTimeout(timer);
      if (error instanceof Failure) failed(error);
      else broken(hungUp(error));
    });
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > largestAnswer) broken(`the answer is larger than ${largestAnswer / 1024 / 1024} MB`);
        else chunks.push(chunk);
      });
      response.on("aborted", () => broken("the connection broke during the answer"));
      response.on("error", (error) => broken(hungUp(error)));
      response.on("end", () => {
        clearTimeout(timer);
        const { statusCode = 0, statusMessage = "" } = response;
        answered(readAnswer(statusCode, statusMessage, Buffer.concat(chunks).toString("utf8")));
      });
    });
    sent.end(body);
  });
}

function hungUp(error: NodeJS.ErrnoException): string {
  return error.code === "ECONNRESET" || error.code === "EPIPE"
    ? "the connection broke"
    : error.message.slice(0, 200);
}
