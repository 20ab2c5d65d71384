import type { Server } from "node:https";
import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import { newAccess } from "./access.ts";
import { newAuthority, newNodeCertificate } from "./certificate.ts";
import type { Cluster } from "./cluster.ts";
import { type ClusterState, guestPath, type SimulatedNode } from "./cluster-state.ts";
import { type Fault, newFaults } from "./faults.ts";
import { listen, newNodeServer } from "./node-server.ts";
import type { PrivilegesByPath } from "./privileges.ts";
import { stateFromSnapshot } from "./state-from-snapshot.ts";
import { newTrafficLog, type ReceivedRequest, type Traffic } from "./traffic.ts";
import { newWorkers } from "./workers.ts";

export interface SimulationOptions {
  readonly snapshot: ClusterSnapshot;
  /** What a node has besides what the snapshot says of it, or otherwise: `{ pve2: { version: "8.4.1" } }`. */
  readonly nodes?: Readonly<Record<string, Partial<SimulatedNode>>>;
  /** Files below /etc/pve that a snapshot does not keep: `{ "jobs.cfg": … }`. */
  readonly files?: Readonly<Record<string, string>>;
  /** Milliseconds a worker takes for a request; 0 where nothing is said. */
  readonly latency?: number | ((request: ReceivedRequest) => number);
  /** Requests a node answers at once; 3, as pveproxy has workers. */
  readonly workers?: number;
}

/**
 * A Proxmox VE cluster that answers over HTTPS: every node on its own loopback address (127.0.0.1, 127.0.0.2, …),
 * all on one port, as real nodes are. Anything of it can be changed while it runs.
 */
export interface SimulatedPve {
  /** `https://127.0.0.1:41873` */
  readonly url: (node: string) => string;
  /** SHA-256 of the node's certificate, upper case with colons. */
  readonly fingerprint: (node: string) => string;
  /** PEM of the authority that signed them all. */
  readonly ca: string;
  /** `user@realm!name=secret`, sent as `Authorization: PVEAPIToken=…`; an administrator's unless said otherwise. */
  readonly token: (privileges?: PrivilegesByPath, id?: string) => string;
  /** A user who may log in with a password: `auditor@pve`. */
  readonly user: (userid: string, password: string, privileges?: PrivilegesByPath) => void;
  readonly expireTickets: () => void;
  /** Sets a fault; what it returns takes it away. */
  readonly fault: (fault: Fault) => () => void;
  readonly clearFaults: () => void;
  readonly requests: readonly ReceivedRequest[];
  /** As it is when it is asked for. */
  readonly traffic: Traffic;
  readonly state: ClusterState;
  readonly removeGuest: (vmid: number) => void;
  readonly moveGuest: (vmid: number, node: string) => void;
  /** The guest runs on, and its agent answers nobody. */
  readonly silenceAgent: (vmid: number) => void;
  /** Without a node: everywhere. */
  readonly takeStorageOffline: (storage: string, node?: string) => void;
  /** The node answers nobody any more; the others say 595 for it. */
  readonly stopNode: (node: string) => Promise<void>;
  readonly startNode: (node: string) => Promise<void>;
  /** New connections see another certificate. Returns its fingerprint. */
  readonly renewCertificate: (node: string) => string;
  readonly stop: () => Promise<void>;
}

export async function startSimulatedPve(options: SimulationOptions): Promise<SimulatedPve> {
  const state = stateFromSnapshot(options.snapshot, options.nodes ?? {});
  const { latency = 0, workers = 3, files = {} } = options;
  for (const [path, text] of Object.entries(files)) state.files.set(path, text);
  const nodes = [...state.nodes.values()];
  const authority = newAuthority(state.name);
  const cluster: Cluster = {
    state,
    access: newAccess(),
    faults: newFaults(),
    traffic: newTrafficLog(),
    workers: new Map(nodes.map(({ name }) => [name, newWorkers(workers)])),
    certificates: new Map(
      nodes.map(({ name, address }) => [name, newNodeCertificate(authority, name, address)]),
    ),
    latency: typeof latency === "number" ? () => latency : latency,
  };
  const servers = new Map(nodes.map((node) => [node.name, newNodeServer(cluster, node)]));
  const port = await listenTogether(nodes, servers);

  return {
    url: (node) => `https://${ofNode(state.nodes, node).address}:${port}`,
    fingerprint: (node) => ofNode(cluster.certificates, node).fingerprint,
    ca: authority.pem,
    token: cluster.access.token,
    user: cluster.access.user,
    expireTickets: cluster.access.expireTickets,
    fault: cluster.faults.set,
    clearFaults: cluster.faults.clear,
    requests: cluster.traffic.requests,
    get traffic() {
      return trafficOf(cluster);
    },
    state,
    removeGuest: (vmid) => removeGuest(state, vmid),
    moveGuest: (vmid, node) => moveGuest(state, vmid, node),
    silenceAgent: (vmid) => {
      state.agents.delete(vmid);
    },
    takeStorageOffline(storage, node) {
      const here = node === undefined ? nodes.map(({ name }) => name) : [node];
      for (const key of [storage, ...here.map((name) => `${storage}@${name}`)])
        state.offlineStorages.add(key);
    },
    async stopNode(name) {
      ofNode(state.nodes, name).online = false;
      await close(ofNode(servers, name));
    },
    async startNode(name) {
      const node = ofNode(state.nodes, name);
      await listen(ofNode(servers, name), node.address, port);
      node.online = true;
    },
    renewCertificate(name) {
      const certificate = newNodeCertificate(authority, name, ofNode(state.nodes, name).address);
      cluster.certificates.set(name, certificate);
      ofNode(servers, name).setSecureContext({ key: certificate.key, cert: certificate.pem });
      return certificate.fingerprint;
    },
    async stop() {
      await Promise.all([...servers.values()].map(close));
    },
  };
}

/** All on the port that the first one is given; another try where a later address has it taken. */
async function listenTogether(
  nodes: readonly SimulatedNode[],
  servers: ReadonlyMap<string, Server>,
  tries = 20,
): Promise<number> {
  let port = 0;
  try {
    for (const { name, address } of nodes) port = await listen(ofNode(servers, name), address, port);
    return port;
  } catch (cause) {
    await Promise.all([...servers.values()].map(close));
    const isTaken = cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
    if (!isTaken || tries === 0) throw cause;
    return await listenTogether(nodes, servers, tries - 1);
  }
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function trafficOf({ traffic, workers }: Cluster): Traffic {
  const { requests, connections, openConnections, mostInFlight } = traffic;
  const mostBusy = new Map([...workers].map(([node, { mostBusy }]) => [node, mostBusy()]));
  return { requests, connections, openConnections, mostInFlight, mostBusy };
}

function removeGuest({ files, nodes, running }: ClusterState, vmid: number): void {
  for (const name of nodes.keys()) files.delete(guestPath(name, vmid));
  running.delete(vmid);
}

function moveGuest({ files, nodes }: ClusterState, vmid: number, to: string): void {
  for (const name of nodes.keys()) {
    const text = files.get(guestPath(name, vmid));
    if (text === undefined) continue;
    files.delete(guestPath(name, vmid));
    files.set(guestPath(to, vmid), text);
    return;
  }
}

function ofNode<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`the simulated cluster has no node ${name}`);
  return value;
}
