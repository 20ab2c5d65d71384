/** What a request came to. `status` 0: no answer at all, and `message` says why. */
export type ApiAnswer =
  | { readonly ok: true; readonly data: unknown }
  | {
      readonly ok: false;
      readonly status: number;
      readonly message: string;
      /** The time for it ran out. */
      readonly timedOut?: true;
      /** Nothing left this machine: no connection came about. */
      readonly notSent?: true;
    };

export type NoAnswer = Extract<ApiAnswer, { readonly ok: false }>;

/** The `data` of an answer, or its status with what Proxmox VE says in status line and body. */
export function readAnswer(status: number, statusText: string, body: string): ApiAnswer {
  if (status !== 200) return { ok: false, status, message: messageOf(statusText, body) };
  const json = parsed(body);
  if (typeof json !== "object" || json === null || !("data" in json))
    return {
      ok: false,
      status,
      message: looksCut(body) ? "the answer is cut off" : "the answer is no JSON of the API",
    };
  const { data } = json;
  // some endpoints answer 200 with no data and a message (the guest agent's)
  if (data === null && "message" in json && typeof json.message === "string")
    return { ok: false, status, message: firstLine(json.message) };
  return { ok: true, data };
}

function messageOf(statusText: string, body: string): string {
  const json = parsed(body);
  if (typeof json !== "object" || json === null) return firstLine(statusText);
  const told = "message" in json && typeof json.message === "string" ? json.message : "";
  const general = firstLine(told === "" ? statusText : told);
  const perParameter = "errors" in json ? errorsIn(json.errors) : [];
  return [general, ...perParameter].join(" ").slice(0, mostShown);
}

/** What is wrong with each parameter: `scsi0: hotplug problem - …`. */
function errorsIn(errors: unknown): readonly string[] {
  if (typeof errors !== "object" || errors === null) return [];
  return Object.entries(errors).flatMap(([parameter, error]: [string, unknown]) =>
    typeof error === "string" ? [`${parameter}: ${firstLine(error)}`] : [],
  );
}

const mostShown = 300;

const firstLine = (text: string): string => (text.trim().split("\n")[0] ?? "").slice(0, mostShown);

const looksCut = (body: string): boolean => body.trimStart().startsWith("{") && !body.trimEnd().endsWith("}");

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
