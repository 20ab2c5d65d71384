import type { Arc, NodeSnapshot, Reading, TrimSchedule } from "../../model/cluster.ts";
import { parseAgentAnswer } from "./agent-answer.ts";
import { parseArcMax, parseArcstats, parseMeminfo } from "./arcstats.ts";
import { parseFindmnt } from "./findmnt.ts";
import { parseLsblk } from "./lsblk.ts";
import { parseLvs } from "./lvm.ts";
import { parseDatastores, parsePvesmStatus, parseQmList } from "./node-tables.ts";
import { parsePveversion } from "./pveversion.ts";
import { reading } from "./reading.ts";
import { parseReplicationStates } from "./replication-states.ts";
import { parseCron, parseListTimers, parseUnitFiles } from "./trim-schedules.ts";
import { parsePvs, parseVgs, type ReportRow } from "./volume-groups.ts";
import { parseZdb } from "./zdb.ts";
import { parseZfsGet } from "./zfs-get.ts";
import { type PoolProperties, parseVdevAshifts, parseZpoolGet, type VdevAshifts } from "./zpool-get.ts";
import { type PoolFill, parseZpoolList } from "./zpool-list.ts";
import { parseZpoolStatus, type StatusPool } from "./zpool-status.ts";

/** What one command printed. */
export interface Output {
  /** The file's name without its ending: `zpool-status`, `zpool-ashift@tank`. */
  readonly command: string;
  readonly text: string;
  /** `facts/pve1/zpool-status.txt` */
  readonly source: string;
  /** UTC, ISO 8601; absent: the source does not say. */
  readonly takenAt?: string | undefined;
}

/** What the outputs of a node told, one reading per command. Some facts need several of them. */
export interface Told
  extends Pick<
    NodeSnapshot,
    | "packages"
    | "kernel"
    | "mounts"
    | "blockDevices"
    | "datasets"
    | "memory"
    | "logicalVolumes"
    | "storageUsage"
    | "backupDatastores"
    | "running"
    | "agents"
    | "replicationStates"
  > {
  readonly direct?: NonNullable<NodeSnapshot["datasets"]>;
  readonly poolStatus?: Reading<readonly StatusPool[]>;
  readonly poolList?: Reading<readonly PoolFill[]>;
  readonly poolProperties?: Reading<PoolProperties>;
  readonly ashifts?: Reading<readonly VdevAshifts[]>;
  readonly arcstats?: Reading<Omit<Arc, "arcMax">>;
  readonly arcMax?: Reading<number>;
  readonly timers?: Reading<readonly TrimSchedule[]>;
  readonly unitFiles?: Reading<readonly TrimSchedule[]>;
  readonly cron?: Reading<readonly TrimSchedule[]>;
  readonly vgs?: Reading<readonly ReportRow[]>;
  readonly pvs?: Reading<readonly ReportRow[]>;
}

type Read = (text: string, source: string, of: string | undefined, takenAt: string | undefined) => Told;

/** The output of each command that is read; what the file is, its content says. */
const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["pveversion", (text, source) => ({ packages: reading(() => parsePveversion(text), source) })],
  ["uname", (text, source) => ({ kernel: reading(() => oneRelease(text), source) })],
  ["findmnt", (text, source) => ({ mounts: reading(() => parseFindmnt(text), source) })],
  ["lsblk", (text, source) => ({ blockDevices: reading(() => parseLsblk(text), source) })],
  ["zfs-get", (text, source) => ({ datasets: reading(() => parseZfsGet(text), source) })],
  ["zfs-get-direct", (text, source) => ({ direct: reading(() => parseZfsGet(text), source) })],
  ["zpool-status", (text, source) => ({ poolStatus: reading(() => parseZpoolStatus(text), source) })],
  ["zpool-list", (text, source) => ({ poolList: reading(() => parseZpoolList(text), source) })],
  ["zpool-get", (text, source) => ({ poolProperties: reading(() => parseZpoolGet(text), source) })],
  ["zpool-ashift", (text, source, of) => ({ ashifts: reading(() => [ashiftsOf(text, of)], source) })],
  ["zdb", (text, source) => ({ ashifts: reading(() => parseZdb(text), source) })],
  ["arcstats", (text, source) => ({ arcstats: reading(() => parseArcstats(text), source) })],
  ["zfs_arc_max", (text, source) => ({ arcMax: reading(() => parseArcMax(text), source) })],
  ["meminfo", (text, source) => ({ memory: reading(() => parseMeminfo(text), source) })],
  ["list-timers", (text, source) => ({ timers: reading(() => parseListTimers(text, source), source) })],
  ["list-unit-files", (text, source) => ({ unitFiles: reading(() => parseUnitFiles(text, source), source) })],
  ["cron", (text, source) => ({ cron: reading(() => parseCron(text, source), source) })],
  ["lvs", (text, source) => ({ logicalVolumes: reading(() => parseLvs(text), source) })],
  ["vgs", (text, source) => ({ vgs: reading(() => parseVgs(text), source) })],
  ["pvs", (text, source) => ({ pvs: reading(() => parsePvs(text), source) })],
  ["pvesm-status", (text, source) => ({ storageUsage: reading(() => parsePvesmStatus(text), source) })],
  ["qm-list", (text, source) => ({ running: reading(() => parseQmList(text), source) })],
  [
    "osinfo",
    (text, source, of = "") => ({ agents: reading(() => ({ [of]: parseAgentAnswer(text) }), source) }),
  ],
  [
    "replication",
    (text, source, _, takenAt) => ({
      replicationStates: reading(() => parseReplicationStates(text, takenAt), source),
    }),
  ],
  ["datastore", (text, source) => ({ backupDatastores: reading(() => parseDatastores(text), source) })],
]);

/** Names people give: a copy of /etc/cron.d/zfsutils-linux, and dashes as in all other names. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ["cron-zfsutils-linux", "cron"],
  ["zfs-arc-max", "zfs_arc_max"],
]);

/** What an output tells; undefined: no command this version reads. */
export function readOutput({ command, text, source, takenAt }: Output): Told | undefined {
  const [name = "", of] = command.split(/@(.*)/s);
  return readers.get(otherNames.get(name) ?? name)?.(text, source, of, takenAt);
}

function oneRelease(text: string): string {
  const word = text.trim();
  if (!/^\d+\.\d+\S*$/.test(word)) throw new Error("is not one kernel release");
  return word;
}

function ashiftsOf(text: string, pool: string | undefined): VdevAshifts {
  const told = parseVdevAshifts(text);
  return { ...told, pool: told.pool ?? pool };
}
