import type { BlockDevice } from "../../model/cluster.ts";
import { arrayIn, flagIn, numberIn, textIn } from "./json.ts";

/** `lsblk -J -b -O`, or with any columns that include NAME and TYPE. */
export function parseLsblk(text: string): readonly BlockDevice[] {
  const devices = arrayIn(JSON.parse(text), "blockdevices").flatMap(deviceOf);
  if (devices.length === 0) throw new Error("is not an output of lsblk -J");
  return devices;
}

/** Loops of devices do not occur in a tree; depth is bounded all the same, for files that are not from lsblk. */
const deepest = 32;

function deviceOf(row: unknown, _index = 0, _rows: readonly unknown[] = [], depth = 0): BlockDevice[] {
  const name = textIn(row, "name");
  if (name === undefined || depth > deepest) return [];
  const mountpoints = arrayIn(row, "mountpoints").filter((point) => typeof point === "string");
  const mountpoint = textIn(row, "mountpoint");
  return [
    {
      name,
      type: textIn(row, "type") ?? "",
      mountpoints: mountpoints.length > 0 || mountpoint === undefined ? mountpoints : [mountpoint],
      children: arrayIn(row, "children").flatMap((child) => deviceOf(child, 0, [], depth + 1)),
      ...written("path", textIn(row, "path")),
      ...written("rotational", flagIn(row, "rota")),
      ...written("size", numberIn(row, "size")),
      ...written("model", textIn(row, "model")),
      ...written("serial", textIn(row, "serial")),
      ...written("transport", textIn(row, "tran")),
      ...written("fstype", textIn(row, "fstype")),
      ...written("label", textIn(row, "label")),
    },
  ];
}

function written<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V }); // the one key it is given
}
