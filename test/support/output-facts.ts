import type { FactKind } from "../../src/model/fact.ts";
import { factsOf, type NodeFact } from "./verdicts.ts";

/** The readings of a node that the output of each command is part of, by its file's name. */
const readingsOf: Readonly<Record<string, readonly NodeFact[]>> = {
  arcstats: ["arc"],
  cron: ["trimSchedules"],
  datastore: ["backupDatastores"],
  findmnt: ["mounts"],
  "list-timers": ["trimSchedules"],
  "list-unit-files": ["trimSchedules"],
  lsblk: ["blockDevices"],
  lvs: ["logicalVolumes"],
  meminfo: ["memory"],
  osinfo: ["agents"],
  "pvesm-status": ["storageUsage"],
  pveversion: ["packages"],
  "qm-list": ["running", "agents"],
  replication: ["replicationStates"],
  uname: ["kernel"],
  vgs: ["volumeGroups"],
  "zfs-get": ["datasets"],
  zfs_arc_max: ["arc"],
  "zpool-ashift": ["pools"],
  "zpool-get": ["pools"],
  "zpool-list": ["pools"],
  "zpool-status": ["pools"],
};

export const outputs: readonly string[] = Object.keys(readingsOf);

export const factsOfOutput = (name: string): readonly FactKind[] =>
  (readingsOf[name] ?? []).flatMap((reading) => factsOf[reading]);
