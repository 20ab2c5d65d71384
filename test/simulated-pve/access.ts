import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { administrator, type PrivilegesByPath, privilegesAt } from "./privileges.ts";
import { type Reply, unauthorized } from "./reply.ts";

/** Who asks, and what they may. */
export interface Identity {
  /** `auditor@pve`, or `auditor@pve!ro` for a token. */
  readonly id: string;
  readonly granted: PrivilegesByPath;
  /** root@pam with a ticket: a token of root is not root. */
  readonly isRoot: boolean;
}

export interface Access {
  /** `user@realm!name=secret`, to be sent after `PVEAPIToken=`. Without privileges named: an administrator's. */
  readonly token: (privileges?: PrivilegesByPath, id?: string) => string;
  readonly user: (userid: string, password: string, privileges?: PrivilegesByPath) => void;
  /** The tickets given out so far stop being good, as after two hours. */
  readonly expireTickets: () => void;
  readonly login: (userid: string, password: string) => Ticket | undefined;
  readonly identify: (headers: CredentialHeaders, method: string) => Identity | Reply;
}

interface CredentialHeaders {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
  readonly csrfpreventiontoken?: string | string[] | undefined;
}

interface Ticket {
  readonly username: string;
  readonly ticket: string;
  readonly CSRFPreventionToken: string;
}

interface User {
  readonly password: string;
  readonly granted: PrivilegesByPath;
}

export function newAccess(): Access {
  const tokens = new Map<string, { secret: string; granted: PrivilegesByPath }>();
  const users = new Map<string, User>();
  const tickets = new Map<string, Ticket>();

  function byToken(text: string): Identity | undefined {
    const [id = "", secret = ""] = text.split("=");
    const known = tokens.get(id);
    if (known === undefined || !sameSecret(known.secret, secret)) return undefined;
    return { id, granted: known.granted, isRoot: false };
  }

  function byTicket(text: string, headers: CredentialHeaders, method: string): Identity | Reply {
    const ticket = tickets.get(decodeURIComponent(text));
    const user = users.get(ticket?.username ?? "");
    if (ticket === undefined || user === undefined)
      return unauthorized("permission denied - invalid PVE ticket");
    if (method !== "GET" && headers.csrfpreventiontoken !== ticket.CSRFPreventionToken)
      return unauthorized("Permission denied - invalid csrf token");
    return { id: ticket.username, granted: user.granted, isRoot: ticket.username === "root@pam" };
  }

  return {
    token(privileges = administrator, id = `lanekeeper@pve!t${tokens.size + 1}`) {
      const secret = randomUUID();
      tokens.set(id, { secret, granted: privileges });
      return `${id}=${secret}`;
    },
    user(userid, password, privileges = administrator) {
      users.set(userid, { password, granted: privileges });
    },
    expireTickets: () => tickets.clear(),
    login(userid, password) {
      const user = users.get(userid);
      if (user === undefined || !sameSecret(user.password, password)) return undefined;
      const stamp = Math.trunc(Date.now() / 1000)
        .toString(16)
        .toUpperCase();
      const ticket: Ticket = {
        username: userid,
        ticket: `PVE:${userid}:${stamp}::${randomBytes(96).toString("base64")}`,
        CSRFPreventionToken: `${stamp}:${randomBytes(32).toString("base64")}`,
      };
      tickets.set(ticket.ticket, ticket);
      return ticket;
    },
    identify(headers, method) {
      const token = /^PVEAPIToken=(.*)$/.exec(headers.authorization ?? "")?.[1];
      if (token !== undefined) return byToken(token) ?? unauthorized("Authentication failed!");
      const ticket = /(?:^|;\s*)PVEAuthCookie=([^;]*)/.exec(headers.cookie ?? "")?.[1];
      return ticket === undefined ? unauthorized("No ticket") : byTicket(ticket, headers, method);
    },
  };
}

/** Any one of the privileges at the path. */
export function mayAnyOf(who: Identity, path: string, privileges: readonly string[]): boolean {
  if (who.isRoot) return true;
  const held = privilegesAt(who.granted, path);
  return privileges.some((privilege) => held.includes(privilege));
}

function sameSecret(known: string, given: string): boolean {
  const [a, b] = [Buffer.from(known), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
