import { parseBoolean } from "../../../src/model/syntax/boolean.ts";
import { isDriveKey } from "../../../src/model/syntax/drive-key.ts";
import { guestOptions } from "../../../src/model/syntax/guest-options.ts";
import { splitList } from "../../../src/model/syntax/split-list.ts";
import { parseTags } from "../../../src/model/syntax/tags.ts";
import { guestPath } from "../cluster-state.ts";
import { digestOf } from "../endpoints/guest-values.ts";
import { badParameters, data, die, type Reply } from "../reply.ts";
import type { Parameters } from "../request-body.ts";
import { type Call, noSuchGuest, vmidOf } from "../route.ts";
import { applyAll, applyLive, cleanUpPending } from "./apply-pending.ts";
import { driveToStore } from "./drive-values.ts";
import { optionRefusal } from "./option-privileges.ts";
import { parameterErrors } from "./parameter-errors.ts";
import { printWritable, readWritable, type WritableConf } from "./writable-conf.ts";

interface Update {
  readonly set: ReadonlyMap<string, string>;
  readonly deletes: readonly string[];
  readonly reverts: readonly string[];
  readonly force: boolean;
  readonly digest: string | undefined;
}

/** PUT and POST …/config (qemu-server API2/Qemu.pm update_vm_api, 9.2.6). Not atomic: see `carryOut`. */
export function updateGuest(call: Call): Reply {
  const vmid = vmidOf(call);
  const errors = parameterErrors(call.params);
  if (Object.keys(errors).length > 0) return badParameters(errors);
  if (call.params["skiplock"] === "1" && !call.who.isRoot)
    return badParameters({ skiplock: "Only root may use this option." });
  const update = readUpdate(call.params);
  const conflict = conflictOf(update);
  if (conflict !== undefined) return badParameters(conflict);
  if (update.set.size + update.deletes.length + update.reverts.length === 0)
    return die("no options specified");
  const written = new Map<string, string | undefined>(update.set);
  for (const key of [...update.deletes, ...update.reverts])
    if (!written.has(key)) written.set(key, undefined);
  const refusal = optionRefusal(call, vmid, written);
  if (refusal !== undefined) return refusal;
  const text = call.state.files.get(guestPath(call.node.name, vmid));
  if (text === undefined) return noSuchGuest(call.node.name, vmid);
  if (update.digest !== undefined && update.digest !== digestOf(text))
    return die("checksum mismatch (file change by other user?)");
  const conf = readWritable(text);
  const lock = conf.current.get("lock");
  if (lock !== undefined && call.params["skiplock"] !== "1") return die(`VM is locked (${lock})`);
  return carryOut(call, vmid, conf, update);
}

function readUpdate(params: Parameters): Update {
  const {
    delete: deletes = "",
    revert = "",
    digest,
    force,
    skiplock: _,
    background_delay: __,
    ...set
  } = params;
  const entries = Object.entries(set).map(([key, value]) => [key === "cdrom" ? "ide2" : key, value] as const);
  return {
    set: new Map(entries),
    deletes: splitList(deletes),
    reverts: splitList(revert),
    force: force === "1",
    digest,
  };
}

function conflictOf({ set, deletes, reverts }: Update): Readonly<Record<string, string>> | undefined {
  for (const key of reverts) {
    if (!guestOptions.has(key)) return { revert: `unknown option '${key}'` };
    // `delete` is the parameter that Proxmox VE blames here, too.
    if (set.has(key)) return { delete: `you can't use '-${key}' and -revert ${key}' at the same time` };
    if (deletes.includes(key))
      return { revert: `you can't use '-delete ${key}' and -revert ${key}' at the same time` };
  }
  for (const key of deletes) {
    if (set.has(key)) return { delete: `you can't use '-${key}' and -delete ${key}' at the same time` };
    if (!guestOptions.has(key)) return { delete: `unknown option '${key}'` };
  }
  return undefined;
}

/** Option by option into [PENDING], each one saved: what fails leaves those before it written. */
function carryOut(call: Call, vmid: number, conf: WritableConf, update: Update): Reply {
  const reverted = update.reverts.filter((key) => conf.pending.delete(key) || conf.deletes.delete(key));
  const deleted = update.deletes.filter((key) => conf.current.has(key) || conf.pending.has(key));
  const isIdle = reverted.length + deleted.length + update.set.size === 0;
  // Of a running guest the file is then not even printed anew.
  if (isIdle && call.state.running.has(vmid)) return data(null);
  const tooMuch = balloonRefusal(conf, update);
  if (tooMuch !== undefined) return tooMuch;
  const failed = writeDeletes(conf, deleted, update.force) ?? writeValues(call, vmid, conf, update);
  if (failed !== undefined) {
    save(call, vmid, conf);
    return failed;
  }
  cleanUpPending(conf);
  const written = new Set([...deleted, ...update.set.keys()]);
  if (call.state.running.has(vmid)) applyLive(conf, vmid, written);
  else applyAll(conf, vmid);
  save(call, vmid, conf);
  return data(null);
}

function balloonRefusal(conf: WritableConf, { set }: Update): Reply | undefined {
  if (!set.has("balloon") && !set.has("memory")) return undefined;
  const value = (key: string) => set.get(key) ?? conf.pending.get(key) ?? conf.current.get(key);
  const memory = Number(/\d+/.exec(value("memory") ?? "512")?.[0]);
  const isTooLarge = Number(value("balloon") ?? 0) > memory;
  return isTooLarge ? die("balloon value too large (must be smaller than assigned memory)") : undefined;
}

function writeDeletes(conf: WritableConf, keys: readonly string[], force: boolean): Reply | undefined {
  for (const key of keys) {
    if (isDriveKey(key) && conf.current.get("protection") === "1")
      return die(`can't remove drive '${key}' - protection mode enabled`);
    conf.pending.delete(key);
    conf.deletes.set(key, force);
    takeFromBootOrder(conf, key);
  }
  return undefined;
}

function writeValues(call: Call, vmid: number, conf: WritableConf, { set }: Update): Reply | undefined {
  for (const [key, submitted] of [...set].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const missing = key === "boot" ? missingBootDevice(conf, set, submitted) : undefined;
    if (missing !== undefined) return die(`invalid bootorder: device '${missing}' does not exist'`);
    if (isDriveKey(key)) {
      const drive = driveToStore(call, vmid, key, submitted);
      if (!drive.ok) return drive.reply;
      conf.pending.set(key, drive.text);
    } else conf.pending.set(key, asStored(key, submitted));
    conf.deletes.delete(key);
  }
  pinMachine(conf, set);
  return undefined;
}

function takeFromBootOrder(conf: WritableConf, key: string): void {
  const boot = conf.pending.get("boot") ?? conf.current.get("boot") ?? "";
  const [, order] = /^order=([^,]*)$/.exec(boot) ?? [];
  const devices = splitList(order ?? "");
  if (!devices.includes(key)) return;
  const left = devices.filter((device) => device !== key);
  // An order of nothing is a blank.
  conf.pending.set("boot", left.length === 0 ? " " : `order=${left.join(";")}`);
}

/** A guest that becomes Windows keeps the newest machine of today (QemuServer/Machine.pm, 9.2.6). */
function pinMachine(conf: WritableConf, set: ReadonlyMap<string, string>): void {
  if (!set.get("ostype")?.startsWith("w") || set.has("machine")) return;
  const machine = conf.pending.get("machine") ?? conf.current.get("machine") ?? "pc";
  if (/^(?:type=)?(?:pc|q35)$/.test(machine))
    conf.pending.set("machine", `${machine.endsWith("q35") ? "pc-q35" : "pc-i440fx"}-11.0+pve2`);
}

function asStored(key: string, value: string): string {
  if (key === "tags") return [...parseTags(value)].sort().join(";");
  return guestOptions.get(key)?.kind === "boolean" ? (parseBoolean(value) ?? value) : value;
}

function missingBootDevice(
  conf: WritableConf,
  set: ReadonlyMap<string, string>,
  boot: string,
): string | undefined {
  const order = /order=([^,]*)/.exec(boot)?.[1];
  return splitList(order ?? "").find(
    (key) => !conf.current.has(key) && !conf.pending.has(key) && !set.has(key),
  );
}

function save(call: Call, vmid: number, conf: WritableConf): void {
  call.state.files.set(guestPath(call.node.name, vmid), printWritable(conf));
}
