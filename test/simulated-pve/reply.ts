export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** What an endpoint answers; the server makes the status line and the envelope of it. */
export type Reply =
  | { readonly kind: "data"; readonly data: Json; readonly total?: number }
  | {
      readonly kind: "error";
      readonly status: number;
      /** Becomes the reason of the status line and, for most, `message`. */
      readonly message: string;
      readonly errors?: Readonly<Record<string, string>>;
      /** 401 and the proxy's own errors come without a body. */
      readonly empty?: boolean;
      /** The message alone, as text. */
      readonly plain?: boolean;
    };

export function data(data: Json): Reply {
  return { kind: "data", data };
}

/** What a Perl `die` becomes. */
export function die(message: string): Reply {
  return { kind: "error", status: 500, message: `${message}\n` };
}

export function badParameters(errors: Readonly<Record<string, string>>): Reply {
  return { kind: "error", status: 400, message: "Parameter verification failed.\n", errors };
}

export function forbidden(what?: string): Reply {
  const detail = what === undefined ? "" : ` (${what})`;
  return { kind: "error", status: 403, message: `Permission check failed${detail}\n` };
}

export function unauthorized(reason: string): Reply {
  return { kind: "error", status: 401, message: reason, empty: true };
}

export function notImplemented(method: string, path: string): Reply {
  return { kind: "error", status: 501, message: `Method '${method} ${path}' not implemented` };
}

/** pveproxy's own word for a node it cannot reach (AnyEvent::HTTP's 595 and 596). */
export function unreachable(status: 595 | 596): Reply {
  const message = status === 595 ? "No route to host" : "Connection timed out";
  return { kind: "error", status, message, empty: true };
}
