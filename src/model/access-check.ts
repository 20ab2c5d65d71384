/** What `doctor` found out about an access, step by step. */
export interface AccessCheck {
  /** `certificate`, `login`, `disks and pools` … */
  readonly step: string;
  /** `note`: it works, and could be better. `gap`: something stays open for it. `failed`: nothing can be read. */
  readonly state: "ok" | "note" | "gap" | "failed";
  readonly says: string;
  readonly remedy?: string;
}

export interface AccessReport {
  readonly schema: "lanekeeper/doctor/1";
  /** The address as it was given. */
  readonly source: string;
  /** `auditor@pve!lanekeeper`; absent: it did not come to a login. */
  readonly who?: string;
  /** Of the node that was asked: `9.2.11`. */
  readonly version?: string;
  /** SHA-256 of its certificate. */
  readonly fingerprint?: string;
  readonly checks: readonly AccessCheck[];
  readonly leastPrivilege: LeastPrivilege;
}

/** A role that reads and can do nothing else, and how it is made. */
export interface LeastPrivilege {
  readonly privileges: readonly string[];
  /** To be run as root on any node; one command each. */
  readonly commands: readonly string[];
  readonly notes: readonly string[];
}

/**
 * By the major version of Proxmox VE (permissions of pve-docs apidata.js of 7.4, 8.4 and 9.1; pveum of access-control 7 to
 * 9). The token has a separate set of privileges, which counts only as far as its user has them too: both get the role.
 */
export function leastPrivilege(version: string | undefined): LeastPrivilege {
  const major = version === undefined ? 9 : Number.parseInt(version, 10);
  const privileges = [
    "Datastore.Audit",
    ...(major >= 8 ? ["Mapping.Audit"] : []),
    "Sys.Audit",
    "VM.Audit",
    ...(major >= 9 ? ["VM.GuestAgent.Audit"] : []),
  ];
  return {
    privileges,
    commands: [
      `pveum role add LanekeeperAudit --privs "${privileges.join(" ")}"`,
      `pveum user add lanekeeper@pve --comment "storage audit, reads only"`,
      "pveum acl modify / --users lanekeeper@pve --roles LanekeeperAudit",
      "pveum user token add lanekeeper@pve audit --privsep 1",
      "pveum acl modify / --tokens 'lanekeeper@pve!audit' --roles LanekeeperAudit",
    ],
    notes: [
      "the built-in role PVEAuditor does as well in place of LanekeeperAudit",
      ...(major >= 9
        ? []
        : [
            "before Proxmox VE 9 agents answer only to VM.Monitor, which also runs monitor commands: leave it out, and what agents say stays open",
          ]),
    ],
  };
}
