import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Reply } from "./reply.ts";

const json = "application/json;charset=UTF-8";

/** Writes the reply as pveproxy does: the message in the status line too, data and errors in one object. */
export function sendReply(response: ServerResponse, reply: Reply, truncated: boolean): void {
  if (reply.kind === "data") {
    const body = JSON.stringify({
      data: reply.data,
      ...(reply.total === undefined ? {} : { total: reply.total }),
    });
    if (truncated) sendCut(response, body);
    else sendText(response, 200, "OK", body, json);
    return;
  }
  const { status, message, errors } = reply;
  if (reply.empty === true || reply.plain === true) {
    sendText(response, status, message, reply.plain === true ? message : "", "text/plain");
    return;
  }
  const body = JSON.stringify({ data: null, message, ...(errors === undefined ? {} : { errors }) });
  sendText(response, status, message, body, json);
}

export function sendText(
  response: ServerResponse,
  status: number,
  reason: string,
  body: string,
  contentType: string,
): void {
  // A status line is one line of Latin-1.
  const oneLine = reason.trim().replace(/[^\t\x20-\x7e\x80-\xff]+/g, " ");
  response.writeHead(status, oneLine, {
    "Cache-Control": "max-age=0",
    "Content-Length": Buffer.byteLength(body),
    "Content-Type": contentType,
    Server: "pve-api-daemon/3.0",
  });
  response.end(body);
}

/** Half of the body, without a length that would give it away. */
function sendCut(response: ServerResponse, body: string): void {
  response.writeHead(200, "OK", { "Content-Type": json, Connection: "close" });
  response.end(body.slice(0, Math.trunc(body.length / 2)));
}

const piece = `${JSON.stringify({ volid: "local:iso/x.iso", notes: "x".repeat(65_000) })},`;

/** A list without end, until so many bytes are sent or the client has had enough. */
export async function sendHuge(response: ServerResponse, bytes: number): Promise<void> {
  response.writeHead(200, "OK", { "Content-Type": json });
  await pipeline(Readable.from(pieces(bytes)), response).catch((cause: unknown) => {
    if (!response.destroyed) throw cause;
  });
}

function* pieces(bytes: number): Generator<string> {
  yield '{"data":[';
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
  yield "null]}";
}
