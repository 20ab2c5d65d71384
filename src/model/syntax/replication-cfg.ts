import { attributeOf, isTrue, readSectionConfig } from "./section-config.ts";

export interface ReplicationEntry {
  /** `<vmid>-<number>` */
  readonly id: string;
  readonly vmid: number;
  readonly target: string;
  readonly schedule: string;
  /** False as well for a job that waits to be removed. */
  readonly enabled: boolean;
  readonly line: number;
}

/** The jobs of /etc/pve/replication.cfg (pve-guest-common ReplicationConfig.pm). */
export function readReplicationCfg(text: string): readonly ReplicationEntry[] {
  return readSectionConfig(text).sections.flatMap((section) => {
    const vmid = /^(\d+)-\d+$/.exec(section.id)?.[1];
    const target = attributeOf(section, "target");
    if (section.type !== "local" || vmid === undefined || target === undefined) return [];
    return {
      id: section.id,
      vmid: Number(vmid),
      target,
      schedule: attributeOf(section, "schedule") ?? "*/15",
      enabled: !isTrue(section, "disable") && attributeOf(section, "remove_job") === undefined,
      line: section.line,
    };
  });
}
