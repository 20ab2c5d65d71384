import { type Identity, mayAnyOf } from "./access.ts";
import type { ClusterState, SimulatedNode } from "./cluster-state.ts";
import { badParameters, die, forbidden, type Reply } from "./reply.ts";

/** A request, when the node that answers it has been found. */
export interface Call {
  readonly state: ClusterState;
  readonly node: SimulatedNode;
  /** The node that was asked: it says `local` of itself. */
  readonly entry: SimulatedNode;
  readonly who: Identity;
  /** From the path: node, vmid, storage … */
  readonly uri: Readonly<Record<string, string>>;
  /** From the query or the body. */
  readonly params: Readonly<Record<string, string>>;
  /** Node → SHA-256 of its certificate. */
  readonly fingerprints: ReadonlyMap<string, string>;
  /** Seconds since 1970. */
  readonly now: number;
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `/nodes/{node}/qemu/{vmid}/config` */
  readonly path: string;
  /** Parameters it knows besides those of the path; a list of words is what the value may be. */
  readonly params?: Readonly<Record<string, "text" | "boolean" | "integer" | readonly string[]>>;
  /** Left undefined: the endpoint filters what it lists, or anybody may ask. */
  readonly needs?: Need;
  /** Releases that have it: from, and up to but not including. */
  readonly since?: number;
  readonly until?: number;
  /** Checks all parameters itself but those of the path. */
  readonly ownParameters?: boolean;
  readonly answer: (call: Call) => Reply | Promise<Reply>;
}

export interface Need {
  /** May name parts of the path: `/vms/{vmid}`. */
  readonly path: string;
  /** Any one of them. */
  readonly privileges: readonly string[];
  /** Or the same privileges here. */
  readonly orPath?: string;
}

export function need(path: string, ...privileges: readonly string[]): Need {
  return { path, privileges };
}

export function may(call: Call, path: string, ...privileges: readonly string[]): boolean {
  return mayAnyOf(call.who, path, privileges);
}

/** Everything of a request that is checked before its endpoint runs; undefined: nothing is wrong. */
export function refusalOf(route: Route, call: Call): Reply | undefined {
  return permissionRefusal(route.needs, call) ?? parameterRefusal(route, call);
}

function permissionRefusal(needs: Need | undefined, call: Call): Reply | undefined {
  if (needs === undefined) return undefined;
  const path = fill(needs.path, call.uri);
  if (may(call, path, ...needs.privileges)) return undefined;
  if (needs.orPath === undefined) return forbidden(`${path}, ${needs.privileges.join("|")}`);
  return may(call, fill(needs.orPath, call.uri), ...needs.privileges) ? undefined : forbidden();
}

function fill(path: string, uri: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => uri[name] ?? "");
}

const unknownParameter =
  "property is not defined in schema and the schema does not allow additional properties";

function parameterRefusal(route: Route, call: Call): Reply | undefined {
  const errors: Record<string, string> = { ...uriErrors(call.uri) };
  const checked = route.ownParameters === true ? {} : call.params;
  for (const [name, value] of Object.entries(checked)) {
    const error = parameterError(route.params?.[name], value);
    if (error !== undefined) errors[name] = error;
  }
  return Object.keys(errors).length === 0 ? undefined : badParameters(errors);
}

/** What is wrong with the numbers of the path. */
function uriErrors({ vmid }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (vmid === undefined || /^[1-9]\d*$/.test(vmid)) return {};
  return { vmid: `type check ('integer') failed - got '${vmid}'` };
}

function parameterError(
  type: "text" | "boolean" | "integer" | readonly string[] | undefined,
  value: string,
): string | undefined {
  if (type === undefined) return unknownParameter;
  if (type === "boolean" && !/^(?:[01]|yes|no|on|off|true|false)$/i.test(value))
    return `type check ('boolean') failed - got '${value}'`;
  if (type === "integer" && !/^\d+$/.test(value)) return `type check ('integer') failed - got '${value}'`;
  if (typeof type !== "string" && !type.includes(value))
    return `value '${value}' does not have a value in the enumeration '${type.join(", ")}'`;
  return undefined;
}

export interface RouteMatch {
  readonly route: Route;
  readonly uri: Readonly<Record<string, string>>;
}

/** The route of a path in a release; undefined: Proxmox VE has no such method there. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
  releaseNumber: number,
): RouteMatch | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    if (releaseNumber < (route.since ?? 0) || releaseNumber >= (route.until ?? Infinity)) continue;
    const uri = matchPath(route.path, path);
    if (uri !== undefined) return { route, uri };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const uri: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? "";
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== text : text === "") return undefined;
    if (name !== undefined) uri[name] = decodeURIComponent(text);
  }
  return uri;
}

/** The vmid of the path; only after `refusalOf`. */
export function vmidOf(call: Call): number {
  return Number(call.uri["vmid"]);
}

export function noSuchGuest(node: string, vmid: number): Reply {
  return die(`Configuration file 'nodes/${node}/qemu-server/${vmid}.conf' does not exist`);
}
