import type { IncomingMessage } from "node:http";
import { badParameters, type Reply } from "./reply.ts";

export type Parameters = Readonly<Record<string, string>>;

/** Parameters, or the answer to what are none. */
export type ParameterReading =
  | { readonly ok: true; readonly params: Parameters }
  | { readonly ok: false; readonly reply: Reply };

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

/** The parameters of a query, or of a body as form or JSON. */
export function readParameters(
  search: URLSearchParams,
  body: string,
  contentType: string | undefined,
): ParameterReading {
  const query = Object.fromEntries(search);
  if (contentType?.startsWith("application/json") !== true)
    return { ok: true, params: { ...query, ...Object.fromEntries(new URLSearchParams(body)) } };
  try {
    const values: unknown = JSON.parse(body);
    const entries = Object.entries(values ?? {}).map(([key, value]) => [key, asText(value)]);
    return { ok: true, params: { ...query, ...Object.fromEntries(entries) } };
  } catch {
    return { ok: false, reply: malformed };
  }
}

const malformed: Reply = {
  kind: "error",
  status: 500,
  message:
    'malformed JSON string, neither tag, array, object, number, string or atom, at character offset 0 (before "(end of string)") at /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 934.\n',
  plain: true,
};

function asText(value: unknown): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  return String(value);
}

const conflicting = "duplicate parameter (already defined in URI) with conflicting values!";

/** What the path says may be said again, but not otherwise. */
export function withoutRepeated(params: Parameters, uri: Parameters): ParameterReading {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (uri[name] === undefined) own[name] = value;
    else if (uri[name] !== value) return { ok: false, reply: badParameters({ [name]: conflicting }) };
  }
  return { ok: true, params: own };
}
