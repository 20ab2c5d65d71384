import type { StorageEntry } from "../../../src/model/storage.ts";
import { isCdrom, printDrive, readDrive } from "../../../src/model/syntax/drive-string.ts";
import { formatSize } from "../../../src/model/syntax/size.ts";
import { parseVolume } from "../../../src/model/syntax/volume-id.ts";
import type { SimulatedVolume } from "../cluster-state.ts";
import { die, type Reply } from "../reply.ts";
import type { Call } from "../route.ts";
import { isDisabled, isOn, storagesOf, volumesKey } from "../storage-access.ts";

export type DriveWriting =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reply: Reply };

/** What is stored of a submitted drive: parsed, its size read again from the volume, printed in order. */
export function driveToStore(call: Call, vmid: number, key: string, submitted: string): DriveWriting {
  const reading = readDrive(key, submitted);
  if (!reading.ok) return refuse(die(`unable to parse drive options`));
  const { drive } = reading;
  const volume = parseVolume(drive.file);
  if (volume.kind !== "volume") return { ok: true, text: printDrive(drive) };
  const storage = usable(call, volume.storage);
  if ("kind" in storage) return refuse(storage);
  const volumes = volumesIn(call, storage);
  const isNew = /^\d+(?:\.\d+)?$/.test(volume.name);
  const found = isNew
    ? allocate(volumes, storage, vmid, Number(volume.name))
    : volumes.find(({ volid }) => volid === drive.file);
  if (found === undefined) return refuse(die(`volume '${drive.file}' does not exist`));
  const size = isCdrom(drive) ? {} : { size: formatSize(found.size) };
  return { ok: true, text: printDrive({ file: found.volid, options: { ...drive.options, ...size } }) };
}

function refuse(reply: Reply): DriveWriting {
  return { ok: false, reply };
}

function usable({ state, node }: Call, id: string): StorageEntry | Reply {
  const storage = storagesOf(state).find((one) => one.id === id);
  if (storage === undefined) return die(`storage '${id}' does not exist`);
  if (isDisabled(storage)) return die(`storage '${id}' is disabled`);
  return isOn(storage, node.name) ? storage : die(`storage '${id}' is not available on node '${node.name}'`);
}

function volumesIn({ state, node }: Call, storage: StorageEntry): SimulatedVolume[] {
  const key = volumesKey(storage, node.name);
  const volumes = state.volumes.get(key) ?? [];
  state.volumes.set(key, volumes);
  return volumes;
}

/** A new volume under the first free number. Gibibytes. */
function allocate(
  volumes: SimulatedVolume[],
  storage: StorageEntry,
  vmid: number,
  gibibytes: number,
): SimulatedVolume {
  const folder = storage.type === "dir" || storage.type === "nfs" ? `${vmid}/` : "";
  const suffix = folder === "" ? "" : ".raw";
  const chained = storage.type === "lvm" && storage.properties["snapshot-as-volume-chain"] === "1";
  let number = 0;
  const taken = volumes.map(({ volid }) => volid);
  while (taken.some((volid) => new RegExp(`vm-${vmid}-disk-${number}(?:\\.|$)`).test(volid))) number += 1;
  const name = `vm-${vmid}-disk-${number}${chained ? ".qcow2" : suffix}`;
  const volume: SimulatedVolume = {
    volid: `${storage.id}:${folder}${name}`,
    format: chained ? "qcow2" : "raw",
    size: Math.trunc(gibibytes * 2 ** 30),
    content: "images",
    vmid,
  };
  volumes.push(volume);
  return volume;
}
