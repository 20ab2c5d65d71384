import { type GuestConf, parseGuestConf } from "../../../src/model/syntax/guest-conf.ts";
import { guestPath } from "../cluster-state.ts";
import { badParameters, data, die, type Json, type JsonObject, type Reply } from "../reply.ts";
import { type Call, need, noSuchGuest, type Route, vmidOf } from "../route.ts";
import { digestOf, present, sectionValues, shown } from "./guest-values.ts";

const audit = need("/vms/{vmid}", "VM.Audit");
const guest = "/nodes/{node}/qemu/{vmid}";

/** What is read of a guest's config (qemu-server API2/Qemu.pm, 9.2.6). */
export const guestConfigRoutes: readonly Route[] = [
  {
    method: "GET",
    path: `${guest}/config`,
    params: { current: "boolean", snapshot: "text" },
    needs: audit,
    answer: (call) => withConfig(call, (text) => config(call, text)),
  },
  {
    method: "GET",
    path: `${guest}/pending`,
    needs: audit,
    answer: (call) => withConfig(call, (text) => data(pending(text))),
  },
  {
    method: "GET",
    path: `${guest}/snapshot`,
    needs: audit,
    answer: (call) => withConfig(call, (text) => data(snapshots(call, text))),
  },
  {
    method: "GET",
    path: `${guest}/snapshot/{name}/config`,
    needs: need("/vms/{vmid}", "VM.Snapshot", "VM.Snapshot.Rollback", "VM.Audit"),
    answer: (call) => withConfig(call, (text) => snapshotOnly(text, call.uri["name"] ?? "")),
  },
];

/** Answers from the guest's file on the node of the path. */
export function withConfig(call: Call, answer: (text: string) => Reply): Reply {
  const text = call.state.files.get(guestPath(call.node.name, vmidOf(call)));
  return text === undefined ? noSuchGuest(call.node.name, vmidOf(call)) : answer(text);
}

function config(call: Call, text: string): Reply {
  const { current, snapshot } = call.params;
  if (snapshot !== undefined) {
    if (current === "1") return badParameters({ snapshot: "cannot use 'snapshot' parameter with 'current'" });
    return snapshotConfig(text, snapshot);
  }
  const conf = parseGuestConf(text);
  const values = sectionValues(conf.current);
  if (current !== "1") applyPending(values, conf);
  return data({ ...values, digest: digestOf(text) });
}

function applyPending(values: Record<string, Json>, { pending }: GuestConf): void {
  if (pending === undefined) return;
  for (const key of pending.deletes.keys()) delete values[key];
  Object.assign(values, sectionValues(pending));
}

function snapshotOnly(text: string, name: string): Reply {
  const section = parseGuestConf(text).snapshots.get(name);
  return section === undefined ? die(`snapshot '${name}' does not exist`) : data(sectionValues(section));
}

function snapshotConfig(text: string, name: string): Reply {
  const section = parseGuestConf(text).snapshots.get(name);
  if (section === undefined) return die(`snapshot '${name}' does not exist`);
  return data({ ...sectionValues(section), digest: digestOf(text) });
}

/** `[{ key, value?, pending?, delete? }]`; delete is 2 where it was forced. The digest stands among them. */
function pending(text: string): readonly JsonObject[] {
  const conf = parseGuestConf(text);
  const waiting = conf.pending === undefined ? {} : sectionValues(conf.pending);
  const deletes = conf.pending?.deletes ?? new Map<string, boolean>();
  const now = { ...sectionValues(conf.current), digest: digestOf(text) };
  const rows = Object.entries(now).map(([key, value]) =>
    present({ key, value, pending: waiting[key], delete: deletionOf(deletes.get(key)) }),
  );
  const added = Object.entries(waiting).filter(([key]) => !Object.hasOwn(now, key));
  const goneAlready = [...deletes].filter(
    ([key]) => !Object.hasOwn(now, key) && !Object.hasOwn(waiting, key),
  );
  return [
    ...rows,
    ...added.map(([key, value]) => ({ key, pending: value })),
    ...goneAlready.map(([key, forced]) => present({ key, delete: deletionOf(forced) })),
  ];
}

function deletionOf(forced: boolean | undefined): number | undefined {
  if (forced === undefined) return undefined;
  return forced ? 2 : 1;
}

function snapshots(call: Call, text: string): readonly JsonObject[] {
  const conf = parseGuestConf(text);
  const rows = [...conf.snapshots].map(([name, { description, entries }]) =>
    present({
      name,
      description: description ?? "",
      snaptime: Number(entries.get("snaptime")?.value ?? 0),
      vmstate: entries.has("vmstate") ? 1 : 0,
      parent: entries.get("parent")?.value,
      snapstate: entries.get("snapstate")?.value,
    }),
  );
  const parent = conf.current.entries.get("parent")?.value;
  const current = present({
    name: "current",
    description: "You are here!",
    digest: digestOf(text),
    running: call.state.running.has(vmidOf(call)) ? 1 : 0,
    parent: parent === undefined ? undefined : shown("parent", parent),
  });
  return [...rows, current];
}
