import { Failure } from "../../model/failure.ts";
import type { NodeLine } from "./node-line.ts";

/** Who asks. Never printed. */
export type Credentials =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "password"; readonly user: string; readonly password: string };

/** `user@realm!name=secret` (Proxmox VE's own form). Throws a Failure that quotes nothing of it. */
export function readToken(text: string, from: string): Credentials {
  const token = text.trim().replace(/^PVEAPIToken=/, "");
  if (!/^[^\s@!:/=]+@[A-Za-z][A-Za-z0-9._-]+![A-Za-z][A-Za-z0-9._-]+=[0-9A-Za-z-]{8,128}$/.test(token))
    throw new Failure(
      "bad-token",
      `${from} holds no API token`,
      "a token reads user@realm!name=secret; Datacenter › Permissions › API Tokens makes one",
    );
  return { kind: "token", token };
}

/** The part of a token that names it: `auditor@pve!lanekeeper`. */
export function nameOf(credentials: Credentials): string {
  return credentials.kind === "token" ? (credentials.token.split("=")[0] ?? "") : credentials.user;
}

export type Headers = Readonly<Record<string, string>>;

/** What to send with a request. A password is changed for a ticket, which lasts two hours. Throws a Failure. */
export async function headersFor(credentials: Credentials, entry: NodeLine): Promise<Headers> {
  if (credentials.kind === "token") return { authorization: `PVEAPIToken=${credentials.token}` };
  const { user, password } = credentials;
  const answer = await entry.post("/access/ticket", {}, { username: user, password });
  if (!answer.ok)
    throw new Failure(
      "login-refused",
      `${user} may not log in: ${answer.message}`,
      "is the realm part of the name?",
    );
  const ticket = typeof answer.data === "object" && answer.data !== null ? answer.data : {};
  if ("NeedTFA" in ticket && ticket.NeedTFA)
    throw new Failure(
      "second-factor",
      `${user} has a second factor, which is not asked for here`,
      "use an API token",
    );
  if (!("ticket" in ticket) || typeof ticket.ticket !== "string")
    throw new Failure("login-refused", `${user} got no ticket`, "use an API token");
  // only what is no GET needs the second one (pve-http-server AnyEvent.pm, 6.0)
  const csrf = "CSRFPreventionToken" in ticket ? ticket.CSRFPreventionToken : undefined;
  return {
    cookie: `PVEAuthCookie=${encodeURIComponent(ticket.ticket)}`,
    ...(typeof csrf === "string" ? { CSRFPreventionToken: csrf } : {}),
  };
}
