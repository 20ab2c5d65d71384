/** One request as a node received it. */
export interface ReceivedRequest {
  /** The node whose address was asked, which may have passed it on. */
  readonly node: string;
  readonly method: string;
  /** Below /api2/json, without the query. */
  readonly path: string;
  readonly query: string;
  /** An Authorization header or a ticket cookie came with it. */
  readonly credentials: boolean;
}

/** What went over the wire since the start. */
export interface Traffic {
  readonly requests: readonly ReceivedRequest[];
  /** TCP connections accepted, whether or not a TLS handshake followed. */
  readonly connections: number;
  readonly openConnections: number;
  /** The most requests that were received and not yet answered, of one node. */
  readonly mostInFlight: ReadonlyMap<string, number>;
  /** The most workers that were at work at one time, of one node. */
  readonly mostBusy: ReadonlyMap<string, number>;
}

/** What the servers write down. */
export interface TrafficLog extends Omit<Traffic, "mostBusy"> {
  readonly connected: () => void;
  readonly disconnected: () => void;
  /** Returns what to call when it is answered. */
  readonly received: (request: ReceivedRequest) => () => void;
}

export function newTrafficLog(): TrafficLog {
  const requests: ReceivedRequest[] = [];
  const inFlight = new Map<string, number>();
  const mostInFlight = new Map<string, number>();
  let connections = 0;
  let open = 0;
  return {
    requests,
    mostInFlight,
    get connections() {
      return connections;
    },
    get openConnections() {
      return open;
    },
    connected() {
      connections += 1;
      open += 1;
    },
    disconnected() {
      open -= 1;
    },
    received(request) {
      requests.push(request);
      const { node } = request;
      const now = (inFlight.get(node) ?? 0) + 1;
      inFlight.set(node, now);
      mostInFlight.set(node, Math.max(now, mostInFlight.get(node) ?? 0));
      return () => inFlight.set(node, (inFlight.get(node) ?? 1) - 1);
    },
  };
}
