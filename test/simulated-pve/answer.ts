import type { IncomingHttpHeaders } from "node:http";
import type { Cluster } from "./cluster.ts";
import { release, type SimulatedNode } from "./cluster-state.ts";
import { data, die, notImplemented, type Reply, unauthorized, unreachable } from "./reply.ts";
import { type Parameters, readParameters, withoutRepeated } from "./request-body.ts";
import { type Call, findRoute, refusalOf } from "./route.ts";
import { routes } from "./routes.ts";

/** A request whose body has been read. */
export interface WholeRequest {
  readonly method: string;
  /** Below /api2/json. */
  readonly path: string;
  readonly search: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The name of the node that a path is about; undefined: it is about the cluster. */
export function nodeOfPath(path: string): string | undefined {
  const name = /^\/nodes\/([^/]+)\//.exec(path)?.[1];
  return name === "localhost" ? undefined : name;
}

/** In the order of pveproxy: who asks, what is asked, which node has it, what one may, what one says. */
export async function answer(cluster: Cluster, entry: SimulatedNode, request: WholeRequest): Promise<Reply> {
  const { method, path } = request;
  const reading = readParameters(request.search, request.body, request.headers["content-type"]);
  if (!reading.ok) return reading.reply;
  if (method === "POST" && path === "/access/ticket") return login(cluster, reading.params);
  const who = cluster.access.identify(request.headers, method);
  if ("kind" in who) return who;
  const name = nodeOfPath(path) ?? entry.name;
  const node = cluster.state.nodes.get(name);
  const match = findRoute(routes, method, path, release((node ?? entry).version));
  if (match === undefined) return notImplemented(method, path);
  if (node === undefined) return unknownHost(name);
  if (!node.online) return unreachable(595);
  const own = withoutRepeated(reading.params, match.uri);
  if (!own.ok) return own.reply;
  const call: Call = {
    state: cluster.state,
    node,
    entry,
    who,
    uri: match.uri,
    params: own.params,
    fingerprints: new Map([...cluster.certificates].map(([name, { fingerprint }]) => [name, fingerprint])),
    now: Math.trunc(Date.now() / 1000),
  };
  return refusalOf(match.route, call) ?? (await match.route.answer(call));
}

function unknownHost(name: string): Reply {
  const reason = `failed to get address info for: ${name}: Temporary failure in name resolution`;
  return die(`hostname lookup '${name}' failed - ${reason}`);
}

function login({ access }: Cluster, { username = "", realm, password = "" }: Parameters): Reply {
  const ticket = access.login(realm === undefined ? username : `${username}@${realm}`, password);
  return ticket === undefined ? unauthorized("authentication failure") : data({ ...ticket });
}
