import type { BlockDevice } from "../../model/cluster.ts";
import { parseJson } from "../parse-json.ts";
import { arrayIn, flagIn, numberIn, textIn } from "./json.ts";
import { devicesOfTable } from "./lsblk-table.ts";

/** `lsblk -J -b -O`, or with any columns that include NAME and TYPE; also the table of `lsblk` with ROTA and FSTYPE. */
export function parseLsblk(text: string): readonly BlockDevice[] {
  if (text.trim() === "") throw new Error("is empty");
  if (/^NAME\s.*\bTYPE\b/m.test(text) && !/^\s*\{/.test(text)) return devicesOfTable(text);
  const devices = arrayIn(parseJson(text), "blockdevices").flatMap(deviceOf);
  if (devices.length === 0) throw new Error("is not an output of lsblk -J");
  return devices;
}

function deviceOf(row: unknown): BlockDevice[] {
  const name = textIn(row, "name");
  if (name === undefined) return [];
  const mountpoints = arrayIn(row, "mountpoints").filter((point) => typeof point === "string");
  const mountpoint = textIn(row, "mountpoint");
  return [
    {
      name,
      type: textIn(row, "type") ?? "",
      mountpoints: mountpoints.length > 0 || !mountpoint ? mountpoints : [mountpoint],
      children: arrayIn(row, "children").flatMap(deviceOf),
      ...written("path", textIn(row, "path")),
      ...written("rotational", flagIn(row, "rota")),
      ...written("size", numberIn(row, "size")),
      ...written("physicalSector", numberIn(row, "phy-sec")),
      ...written("model", textIn(row, "model")),
      ...written("serial", textIn(row, "serial")),
      ...written("transport", textIn(row, "tran")),
      ...written("fstype", textIn(row, "fstype")),
      ...written("label", textIn(row, "label")),
    },
  ];
}

function written<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined || value === "" ? {} : ({ [key]: value } as { readonly [P in K]?: V }); // the one key it is given
}
