import type { NodeSnapshot, Reading } from "../../model/cluster.ts";
import { isRead } from "../facts/reading.ts";

/** Outputs of the facts script by what a person would call what they tell. */
export interface FactGroup {
  readonly step: string;
  /** Names of the outputs without their endings: `zpool-status`. */
  readonly outputs: readonly string[];
  readonly facts: readonly (keyof NodeSnapshot)[];
  /** `2 pools`; asked only where nothing failed. */
  readonly gives: (node: NodeSnapshot) => string;
}

export const factGroups: readonly FactGroup[] = [
  {
    step: "versions",
    outputs: ["pveversion", "uname"],
    facts: ["packages", "kernel"],
    gives: ({ packages, kernel }) =>
      `pve-manager ${said(packages, (one) => one["pve-manager"] ?? "unknown")}, kernel ${said(kernel, (one) => one)}`,
  },
  {
    step: "disks",
    outputs: ["lsblk"],
    facts: ["blockDevices"],
    gives: ({ blockDevices }) =>
      said(blockDevices, (all) => count(all.filter(({ type }) => type === "disk").length, "disk")),
  },
  {
    step: "mounts",
    outputs: ["findmnt"],
    facts: ["mounts"],
    gives: ({ mounts }) => said(mounts, (all) => count(all.length, "mount")),
  },
  {
    step: "ZFS pools",
    outputs: ["zpool-status", "zpool-list", "zpool-get", "zpool-ashift", "zdb"],
    facts: ["pools"],
    gives: ({ pools }) => said(pools, (all) => count(all.length, "pool")),
  },
  {
    step: "ZFS datasets",
    outputs: ["zfs-get"],
    facts: ["datasets"],
    gives: ({ datasets }) =>
      said(datasets, (all) => count(all.length, "dataset or zvol", "datasets and zvols")),
  },
  {
    step: "memory and ARC",
    outputs: ["meminfo", "arcstats", "zfs_arc_max"],
    facts: ["memory", "arc"],
    gives: ({ memory, arc }) =>
      `memory ${said(memory, gib)}, ARC at most ${said(arc, ({ cMax }) => gib(cMax))}`,
  },
  {
    step: "TRIM schedules",
    outputs: ["list-timers", "list-unit-files", "cron"],
    facts: ["trimSchedules"],
    gives: ({ trimSchedules }) => said(trimSchedules, (all) => count(all.length, "schedule")),
  },
  {
    step: "LVM",
    outputs: ["lvs", "vgs"],
    facts: ["logicalVolumes", "volumeGroups"],
    gives: ({ logicalVolumes, volumeGroups }) =>
      `${said(volumeGroups, (all) => count(all.length, "volume group"))}, ${said(logicalVolumes, (all) => count(all.length, "volume"))}`,
  },
  {
    step: "fill of storages",
    outputs: ["pvesm-status"],
    facts: ["storageUsage"],
    gives: ({ storageUsage }) => said(storageUsage, (all) => count(all.length, "storage")),
  },
  {
    step: "run state",
    outputs: ["qm-list"],
    facts: ["running"],
    gives: ({ running }) =>
      said(
        running,
        (all) =>
          `${Object.values(all).filter(Boolean).length} of ${count(Object.keys(all).length, "guest")} run`,
      ),
  },
  {
    step: "guest agents",
    outputs: ["osinfo"],
    facts: ["agents"],
    gives: ({ agents }) =>
      agents === undefined
        ? "none asked: no guest runs here with its agent enabled"
        : said(
            agents,
            (all) =>
              `asked ${Object.keys(all).length}, ${Object.values(all).filter(({ answers }) => answers).length} answer`,
          ),
  },
  {
    step: "replication",
    outputs: ["replication"],
    facts: ["replicationStates"],
    gives: ({ replicationStates }) => said(replicationStates, (all) => count(all.length, "job")),
  },
  {
    step: "backup store",
    outputs: ["datastore"],
    facts: ["backupDatastores"],
    gives: ({ backupDatastores }) => said(backupDatastores, (all) => count(all.length, "datastore")),
  },
];

function said<T>(reading: Reading<T> | undefined, words: (value: T) => string): string {
  return isRead(reading) ? words(reading.value) : "not told";
}

const gib = (bytes: number): string => `${Math.round((bytes / 2 ** 30) * 10) / 10} GiB`;

function count(many: number, noun: string, nouns = `${noun}s`): string {
  return `${many} ${many === 1 ? noun : nouns}`;
}
