import type { ApiAnswer } from "../connect/api/api-answer.ts";

export type Form = Readonly<Record<string, string>>;

/** How a cluster is looked at and written to: its API, or a node's own commands. */
export interface ClusterDoor {
  /** Who writes: `fixer@pve!lanekeeper`, `root on pve1`. */
  readonly who: string;
  /** May ask again. Never throws; what went wrong is in the answer. */
  readonly get: (path: string) => Promise<ApiAnswer>;
  /** Once, whatever comes. Never throws; without an answer it may have been done all the same. */
  readonly put: (path: string, form: Form) => Promise<ApiAnswer>;
  readonly post: (path: string, form: Form) => Promise<ApiAnswer>;
  readonly close: () => Promise<void>;
}

/**
 * No answer, none of Proxmox VE's, or one by whoever stands in between: what was asked for may be under way. pveproxy says
 * 595 where it has no connection to the node (pve-http-server AnyEvent.pm); 500 and below are the node's own words.
 */
export function mayStillCome(answer: ApiAnswer): boolean {
  if (answer.ok || answer.notSent === true) return false;
  const { status } = answer;
  return status < 400 || status === 408 || (status > 501 && status !== 595);
}

/** What a person reads of an answer that is none. */
export function answerText(path: string, answer: Extract<ApiAnswer, { readonly ok: false }>): string {
  const { status, message } = answer;
  const said = message === "" ? "no answer" : message;
  return status === 0 ? `${said} (${path})` : `${said} (HTTP ${status} on ${path})`;
}
