import type { ApiAnswer } from "../../connect/api/api-answer.ts";
import type { GuestSnapshot } from "../../model/cluster.ts";
import { configDigest } from "../../model/config-digest.ts";
import { parseGuestConf, type Section } from "../../model/syntax/guest-conf.ts";
import type { Since } from "../since.ts";
import { guestText, guestValues } from "./guest-text.ts";
import type { ApiReader } from "./rows.ts";

/**
 * Answers what an earlier bundle still knows: the snapshots of a guest whose digest is the same, which is one over the
 * whole file. Such a guest takes one request. In any doubt the cluster is asked.
 */
export function readerSince(api: ApiReader, since: Since | undefined): ApiReader {
  if (since === undefined) return api;
  const asked = new Map<string, Promise<ApiAnswer>>();
  const known = new Map<string, Sections>();
  const get = async (path: string): Promise<ApiAnswer> => {
    const [, base = "", vmid, what, name = ""] =
      /^(\/nodes\/[^/]+\/qemu\/(\d+))\/(pending|snapshot|config)(?:\?snapshot=(.+))?$/.exec(path) ?? [];
    if (what === "pending") {
      known.delete(base);
      const answer = api.get(path);
      asked.set(base, answer);
      return answer;
    }
    const before = since.guestOf(Number(vmid));
    if (what === "snapshot" && before !== undefined) {
      const answer = await asked.get(base);
      const sections = answer?.ok === true ? unchangedSections(before, answer.data) : undefined;
      if (sections === undefined) return api.get(path);
      known.set(base, sections);
      return { ok: true, data: [...[...sections.keys()].map((one) => ({ name: one })), { name: "current" }] };
    }
    const values = what === "config" ? known.get(base)?.get(decodeURIComponent(name)) : undefined;
    return values === undefined ? api.get(path) : { ok: true, data: Object.fromEntries(values) };
  };
  const { shown, who, version } = api;
  return { get, shown, who, version, discovered: (hosts) => api.discovered(hosts) };
}

type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What `…/pending` says now, with the snapshots as they were, must give the same digest and the same text. */
function unchangedSections(before: GuestSnapshot, pending: unknown): Sections | undefined {
  const values = guestValues(pending);
  if (values?.digest === undefined || values.digest !== configDigest(before)) return undefined;
  const { snapshots } = parseGuestConf(before.config);
  const sections = new Map([...snapshots].map(([name, section]) => [name, valuesOf(section)] as const));
  return guestText(values, sections) === before.config ? sections : undefined;
}

function valuesOf({ description, entries }: Section): ReadonlyMap<string, string> {
  const values = new Map([...entries.values()].map(({ key, value }) => [key, value]));
  return description === undefined ? values : values.set("description", description);
}
