import { Failure } from "../../model/failure.ts";
import { type Address, shownAddress } from "./address.ts";
import type { ApiAnswer, NoAnswer } from "./api-answer.ts";
import { type Credentials, type Headers, headersFor, nameOf } from "./credentials.ts";
import { newLostNodes } from "./lost-nodes.ts";
import { type LineOptions, type NodeLine, openLine, usualLine } from "./node-line.ts";
import type { Trust } from "./trust.ts";

export interface ApiAccess {
  readonly entry: Address;
  readonly trust: Trust;
  readonly credentials: Credentials;
  /** The SHA-256 of other nodes' certificates, by the node's name. */
  readonly pins?: Readonly<Record<string, string>>;
  readonly line?: Partial<LineOptions>;
  /** The nodes' pvereports are asked for as well. */
  readonly report?: boolean;
  /** The guest agents are asked for file systems and trim as well. */
  readonly inside?: boolean;
}

/** How a node is asked: `direct` at its own address, else through the entry node, and why where that was not meant. */
export interface NodeWay {
  readonly node: string;
  readonly direct: boolean;
  readonly why?: string;
}

/** A cluster's API: calls for a node's guests go to that node where it can be trusted, else through the entry node. */
export class ApiConnection {
  readonly shown: string;
  /** Who asks: `auditor@pve!lanekeeper`. */
  readonly who: string;
  /** Of the entry node: `9.2.11`. */
  readonly version: string;
  private readonly access: ApiAccess;
  private readonly entry: NodeLine;
  private headers: Headers;
  private renewal: Promise<Headers> | undefined;
  private readonly lost = newLostNodes();
  private readonly nodes = new Map<string, { readonly address: Address; readonly trust: Trust }>();
  private readonly lines = new Map<string, Promise<NodeLine>>();
  /** Of the nodes that were asked so far. */
  readonly ways: NodeWay[] = [];
  /** Requests that were asked for, retries not counted. */
  requests = 0;

  private constructor(access: ApiAccess, entry: NodeLine, headers: Headers, version: string) {
    this.access = access;
    this.entry = entry;
    this.headers = headers;
    this.version = version;
    this.shown = shownAddress(access.entry);
    this.who = nameOf(access.credentials);
  }

  /** Throws a Failure: unreachable, not trusted, or refused. */
  static async open(access: ApiAccess): Promise<ApiConnection> {
    const entry = openLine(access.entry, access.trust, { ...usualLine, ...access.line });
    try {
      const headers = await headersFor(access.credentials, entry);
      const answer = await entry.getOnce("/version", headers);
      if (!answer.ok) throw refused(access, answer);
      return new ApiConnection(access, entry, headers, versionIn(answer.data, access));
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
    const node = /^\/nodes\/([^/]+)\//.exec(path)?.[1];
    const instead = this.lost.insteadOf(node ?? "");
    if (instead !== undefined) return instead;
    this.requests += 1;
    const answer = await this.ask(path, node);
    this.lost.answered(node ?? "", answer);
    return answer;
  }

  /** Writes once, whatever comes. Never throws; after `status` 0 without `notSent` it may have been done. */
  put(path: string, form: Readonly<Record<string, string>>): Promise<ApiAnswer> {
    return this.write("PUT", path, form);
  }

  /** As `put`: starts and stops. */
  post(path: string, form: Readonly<Record<string, string>>): Promise<ApiAnswer> {
    return this.write("POST", path, form);
  }

  private async write(
    method: "POST" | "PUT",
    path: string,
    form: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer> {
    const node = /^\/nodes\/([^/]+)\//.exec(path)?.[1];
    this.requests += 1;
    try {
      const line = node === undefined ? this.entry : await this.lineTo(node);
      return await line.write(method, path, this.headers, form);
    } catch (error) {
      if (error instanceof Failure) return { ok: false, status: 0, message: error.message, notSent: true };
      throw error;
    }
  }

  private async ask(path: string, node: string | undefined): Promise<ApiAnswer> {
    try {
      const line = node === undefined ? this.entry : await this.lineTo(node);
      const { headers } = this;
      const answer = await line.get(path, headers);
      const isOver = !answer.ok && answer.status === 401 && this.access.credentials.kind === "password";
      return isOver ? await line.get(path, await this.renewed(headers)) : answer;
    } catch (error) {
      if (error instanceof Failure) return { ok: false, status: 0, message: error.message };
      throw error;
    }
  }

  /** A ticket lasts two hours: all that wait for a new one log in once. Throws a Failure. */
  private async renewed(expired: Headers): Promise<Headers> {
    if (this.headers !== expired) return this.headers;
    this.renewal ??= headersFor(this.access.credentials, this.entry);
    try {
      this.headers = await this.renewal;
      return this.headers;
    } finally {
      this.renewal = undefined;
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
    const through = (why?: string): NodeLine => {
      this.ways.push({ node, direct: false, ...(why === undefined ? {} : { why }) });
      return this.entry;
    };
    if (own === undefined || sameAddress(own.address, this.access.entry)) return through();
    const line = openLine(own.address, own.trust, { ...usualLine, ...this.access.line });
    try {
      const answer = await line.getOnce("/version", this.headers);
      if (answer.ok) {
        this.ways.push({ node, direct: true });
        return line;
      }
      line.close();
      return through(answer.message);
    } catch (error) {
      line.close();
      if (!(error instanceof Failure)) throw error;
      return through(error.message);
    }
  }

  async close(): Promise<void> {
    this.entry.close();
    for (const line of await Promise.all(this.lines.values())) line.close();
  }
}

const sameAddress = (a: Address, b: Address): boolean => a.host === b.host && a.port === b.port;

const whichPort = "is this a Proxmox VE node's port 8006?";

function versionIn(data: unknown, access: ApiAccess): string {
  if (typeof data === "object" && data !== null && "version" in data && typeof data.version === "string")
    return data.version.slice(0, 40);
  throw new Failure("no-proxmox-ve", `${shownAddress(access.entry)} does not say its version`, whichPort);
}

function refused({ entry, credentials }: ApiAccess, { status, message }: NoAnswer): Failure {
  const shown = shownAddress(entry);
  if (status === 401)
    return new Failure(
      "login-refused",
      `${shown} does not know ${nameOf(credentials)}, or its secret is another: ${message}`,
      "was the token renewed, or has it expired?",
    );
  if (status === 0)
    return new Failure(
      "unreachable",
      `${shown} took the connection and did not answer: ${message}`,
      whichPort,
    );
  return new Failure("refused", `${shown} answers ${status} to /version: ${message}`, whichPort);
}
