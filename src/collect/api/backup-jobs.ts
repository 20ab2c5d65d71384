import type { BackupJob } from "../../model/backup-job.ts";
import { isBlank, propertyParts } from "../../model/syntax/property-string.ts";
import { flagIn, textIn } from "../facts/json.ts";
import { listIn } from "./node-answers.ts";
import { isRow, type Row } from "./rows.ts";

/** `GET /cluster/backup`. Throws where it is no list of jobs. */
export function backupJobsIn(data: unknown): readonly BackupJob[] {
  return listIn(data).map((row) => {
    const [id, storage, node] = [textIn(row, "id"), textIn(row, "storage"), textIn(row, "node")];
    if (id === undefined || id === "") throw new Error("lists a job without an id");
    const [schedule, fleecing] = [scheduleIn(row), fleecingIn(row["fleecing"])];
    return {
      id,
      enabled: flagIn(row, "enabled") !== false,
      ...(schedule === "" ? {} : { schedule }),
      ...(storage === undefined ? {} : { storage }),
      ...(node === undefined ? {} : { node }),
      guests: guestsIn(row),
      ...(fleecing === undefined ? {} : { fleecing }),
    };
  });
}

/** Jobs of vzdump.cron have days and a time instead. */
const scheduleIn = (row: Row): string =>
  textIn(row, "schedule") ??
  [textIn(row, "dow"), textIn(row, "starttime")].filter((part) => part !== undefined).join(" ");

/** A pool goes before a list, and all guests are meant where neither is given (pve-manager VZDump.pm, 9.2). */
function guestsIn(row: Row): BackupJob["guests"] {
  const [pool, vmids] = [textIn(row, "pool"), textIn(row, "vmid")];
  if (pool !== undefined && pool !== "") return { kind: "pool", pool };
  return vmids === undefined || vmids === ""
    ? { kind: "all", but: vmidsIn(textIn(row, "exclude") ?? "") }
    : { kind: "some", vmids: vmidsIn(vmids) };
}

const vmidsIn = (list: string): readonly number[] =>
  list.split(/[\s,;]+/).flatMap((one) => (/^[1-9]\d{0,8}$/.test(one) ? [Number(one)] : []));

/** An object, or the property string of jobs.cfg: `1,storage=local-lvm`. undefined: the job does not say. */
function fleecingIn(value: unknown): BackupJob["fleecing"] {
  const row = typeof value === "string" ? rowOf(value) : value;
  if (!isRow(row)) return undefined;
  const [enabled, storage] = [textIn(row, "enabled") ?? String(row["enabled"]), textIn(row, "storage")];
  return {
    enabled: /^(?:1|on|yes|true)$/i.test(enabled),
    ...(storage === undefined ? {} : { storage }),
  };
}

const rowOf = (text: string): Row =>
  Object.fromEntries(
    propertyParts(text)
      .filter((part) => !isBlank(part.text))
      .map(({ key = "enabled", value }) => [key, value]),
  );
