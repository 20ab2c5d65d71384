import { Failure } from "../../model/failure.ts";
import { type Address, shownAddress } from "./address.ts";
import type { ApiAnswer } from "./api-answer.ts";
import { type Credentials, type Headers, headersFor, nameOf } from "./credentials.ts";
import { type LineOptions, type NodeLine, openLine, usualLine } from "./node-line.ts";
import type { Trust } from "./trust.ts";

export interface ApiAccess {
  readonly entry: Address;
  readonly trust: Trust;
  readonly credentials: Credentials;
  /** The SHA-256 of other nodes' certificates, by the node's name. */
  readonly pins?: Readonly<Record<string, string>>;
  readonly line?: Partial<LineOptions>;
}

/** A cluster's API: calls for a node's guests go to that node where it can be trusted, else through the entry node. */
export class ApiConnection {
  readonly shown: string;
  /** Who asks: `auditor@pve!lanekeeper`. */
  readonly who: string;
  private readonly access: ApiAccess;
  private readonly entry: NodeLine;
  private readonly headers: Headers;
  private readonly nodes = new Map<string, { readonly address: Address; readonly trust: Trust }>();
  private readonly lines = new Map<string, Promise<NodeLine>>();
  /** Requests that were sent, retries not counted. */
  requests = 0;

  private constructor(access: ApiAccess, entry: NodeLine, headers: Headers) {
    this.access = access;
    this.entry = entry;
    this.headers = headers;
    this.shown = shownAddress(access.entry);
    this.who = nameOf(access.credentials);
  }

  /** Throws a Failure: unreachable, not trusted, or refused. */
  static async open(access: ApiAccess): Promise<ApiConnection> {
    const entry = openLine(access.entry, access.trust, { ...usualLine, ...access.line });
    try {
      const headers = await headersFor(access.credentials, entry);
      const connection = new ApiConnection(access, entry, headers);
      const version = await connection.get("/version");
      if (!version.ok) throw refused(connection, version);
      return connection;
    } catch (error) {
      entry.close();
      throw error;
    }
  }

  /**
   * Nodes whose address is known may be asked directly, where their certificate can be checked: by authority and host
   * name as the entry node's, or by a pin of their own. The token goes to no other address.
   */
  discovered(hosts: ReadonlyMap<string, string>): void {
    const { trust, entry, pins } = this.access;
    for (const [node, host] of hosts) {
      const pin = pins?.[node];
      const own: Trust | undefined =
        pin !== undefined ? { kind: "pin", sha256: pin } : trust.kind === "authorities" ? trust : undefined;
      if (own !== undefined) this.nodes.set(node, { address: { host, port: entry.port }, trust: own });
    }
  }

  /** Reads one endpoint: `/nodes/pve1/status`. Never throws; what went wrong is in the answer. */
  async get(path: string): Promise<ApiAnswer> {
    this.requests += 1;
    const node = /^\/nodes\/([^/]+)\//.exec(path)?.[1];
    try {
      const line = node === undefined ? this.entry : await this.lineTo(node);
      return await line.get(path, this.headers);
    } catch (error) {
      if (error instanceof Failure) return { ok: false, status: 0, message: error.message };
      throw error;
    }
  }

  /** Once per run: a node that does not pick up is asked through the entry node from then on. */
  private lineTo(node: string): Promise<NodeLine> {
    const known = this.lines.get(node);
    if (known !== undefined) return known;
    const line = this.openOwn(node);
    this.lines.set(node, line);
    return line;
  }

  private async openOwn(node: string): Promise<NodeLine> {
    const own = this.nodes.get(node);
    if (own === undefined || sameAddress(own.address, this.access.entry)) return this.entry;
    const line = openLine(own.address, own.trust, { ...usualLine, ...this.access.line });
    try {
      const answer = await line.get("/version", this.headers);
      if (answer.ok) return line;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
    line.close();
    return this.entry;
  }

  async close(): Promise<void> {
    this.entry.close();
    for (const line of await Promise.all(this.lines.values())) line.close();
  }
}

const sameAddress = (a: Address, b: Address): boolean => a.host === b.host && a.port === b.port;

function refused(
  { shown, who }: ApiConnection,
  { status, message }: Extract<ApiAnswer, { ok: false }>,
): Failure {
  if (status === 401)
    return new Failure(
      "login-refused",
      `${shown} does not know ${who}, or its secret is another: ${message}`,
      "was the token renewed, or has it expired?",
    );
  if (status === 0)
    return new Failure(
      "unreachable",
      `${shown} took the connection and did not answer: ${message}`,
      "is this a Proxmox VE node's port 8006?",
    );
  return new Failure(
    "refused",
    `${shown} answers ${status} to /version: ${message}`,
    "is this a Proxmox VE node's port 8006?",
  );
}
