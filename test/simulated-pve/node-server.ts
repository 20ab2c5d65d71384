import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { type AddressInfo, Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { answer, nodeOfPath, type WholeRequest } from "./answer.ts";
import type { Cluster } from "./cluster.ts";
import type { SimulatedNode } from "./cluster-state.ts";
import type { FaultEffect } from "./faults.ts";
import type { Reply } from "./reply.ts";
import { readBody } from "./request-body.ts";
import { sendHuge, sendReply, sendText } from "./send.ts";

/** One node's pveproxy; closed until `listen`. */
export function newNodeServer(cluster: Cluster, node: SimulatedNode): Server {
  const certificate = cluster.certificates.get(node.name);
  // Only the TCP socket below TLS can be reset.
  const sockets = new Map<number | undefined, Socket>();
  const reset = (response: ServerResponse) => sockets.get(response.socket?.remotePort)?.resetAndDestroy();
  const server = createServer({ key: certificate?.key, cert: certificate?.pem }, (request, response) => {
    receive({ cluster, entry: node, reset }, request, response).catch((cause: unknown) => {
      if (response.destroyed) return;
      sendText(response, 500, "the simulation failed", `${String(cause)}\n`, "text/plain");
    });
  });
  server.on("connection", (socket) => {
    cluster.traffic.connected();
    if (!(socket instanceof Socket)) return;
    const port = socket.remotePort;
    sockets.set(port, socket);
    socket.once("close", () => {
      cluster.traffic.disconnected();
      sockets.delete(port);
    });
  });
  return server;
}

/** Resolves with the port. */
export function listen(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port); // a server that listens on TCP has an AddressInfo
    });
  });
}

const root = "/api2/json";

interface Pveproxy {
  readonly cluster: Cluster;
  readonly entry: SimulatedNode;
  readonly reset: (response: ServerResponse) => void;
}

async function receive(proxy: Pveproxy, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { cluster, entry } = proxy;
  const url = new URL(incoming.url ?? "/", "https://simulated");
  const { headers, method = "GET" } = incoming;
  const path = url.pathname.startsWith(root) ? url.pathname.slice(root.length) : url.pathname;
  const credentials = headers.authorization !== undefined || headers.cookie !== undefined;
  const received = { node: entry.name, method, path, query: url.search.slice(1), credentials };
  response.once("close", cluster.traffic.received(received));
  const request = { method, path, search: url.searchParams, headers, body: await readBody(incoming) };
  const at = nodeOfPath(path) ?? entry.name;
  const effects = cluster.faults.befall(at, request);
  const workers = cluster.workers.get(at) ?? cluster.workers.get(entry.name);
  await workers?.run(async () => {
    await delay(cluster.latency(received));
    await respond(proxy, request, response, effects);
  });
}

async function respond(
  { cluster, entry, reset }: Pveproxy,
  request: WholeRequest,
  response: ServerResponse,
  effects: readonly FaultEffect[],
): Promise<void> {
  for (const effect of effects) {
    if (effect.kind === "change") effect.change();
    if (effect.kind === "slow") await delay(effect.milliseconds);
    if (effect.kind === "reset") return reset(response);
    if (await replace(effect, response)) return;
  }
  const reply: Reply = await answer(cluster, entry, request);
  for (const effect of effects) {
    if (effect.kind !== "lost") continue;
    effect.meanwhile?.();
    return reset(response);
  }
  sendReply(
    response,
    reply,
    effects.some(({ kind }) => kind === "truncated"),
  );
}

/** Does what stands instead of an answer; false: there is an answer still. */
async function replace(effect: FaultEffect, response: ServerResponse): Promise<boolean> {
  switch (effect.kind) {
    case "silence":
      // The worker hangs with it, as one that waits for a dead NFS server does.
      await new Promise((gone) => response.once("close", gone));
      return true;
    case "status":
      sendText(response, effect.status, effect.reason, effect.body ?? "", "application/json;charset=UTF-8");
      return true;
    case "body":
      sendText(response, 200, "OK", effect.body, effect.contentType ?? "application/json;charset=UTF-8");
      return true;
    case "huge":
      await sendHuge(response, effect.bytes);
      return true;
    default:
      return false;
  }
}
