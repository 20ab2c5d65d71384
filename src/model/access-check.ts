import type { NeededPrivilege } from "./plan-privileges.ts";

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
  /** `write`: whether a plan could be carried out, through the API. Absent: reading through the API. */
  readonly kind?: "ssh" | "node" | "write";
  /** `auditor@pve!lanekeeper`, `root`; absent: it did not come to a login. */
  readonly who?: string;
  /** Of the node that was asked: `9.2.11`. */
  readonly version?: string;
  /** SHA-256 of its certificate. */
  readonly fingerprint?: string;
  /** The node that was asked over ssh, by its own name, and the nodes that its cluster has; absent: it did not say. */
  readonly node?: string;
  readonly nodes?: readonly string[];
  /** What a plan takes. `held` null: Proxmox VE did not say. */
  readonly needs?: readonly (NeededPrivilege & { readonly held: boolean | null })[];
  readonly checks: readonly AccessCheck[];
  readonly leastPrivilege: LeastPrivilege;
}

/** A role that reads and can do nothing else, and how it is made. */
export interface LeastPrivilege {
  readonly privileges: readonly string[];
  /** To be run as root on any node, one each; for ssh on your machine: they make a key that prints the facts and nothing else. */
  readonly commands: readonly string[];
  readonly notes: readonly string[];
}

/** The major version that privileges go by; of an unknown version the newest. */
export function majorOf(version: string | undefined): number {
  return version === undefined ? 9 : Number.parseInt(version, 10);
}

/**
 * By the major version of Proxmox VE (permissions of pve-docs apidata.js of 7.4, 8.4 and 9.1; pveum of access-control 7 to
 * 9). The token has a separate set of privileges, which counts only as far as its user has them too: both get the role.
 */
export function leastPrivilege(version: string | undefined): LeastPrivilege {
  const major = majorOf(version);
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

/** The least that reads a node by its shell: docs/topics/sources.md. `source`: `ssh://auditor@pve1:22`, or `node`. */
export function leastShell(source: string): LeastPrivilege {
  if (source === "node") return { privileges: [], commands: [], notes: ["root on this node"] };
  const [, host = "<node>", port] =
    /^ssh:\/\/(?:[^@/]+@)?([\w.-]+|\[[\da-f:.]+\])(?::(\d+))?\/?$/i.exec(source) ?? [];
  const there = `ssh ${port === undefined ? "" : `-p ${port} `}root@${host.replace(/[[\]]/g, "")}`;
  const file = "/usr/local/sbin/lanekeeper-facts";
  return {
    privileges: [],
    commands: [
      `lanekeeper collect --script | ${there} 'cat > ${file} && chmod 755 ${file}'`,
      `echo 'command="${file}",restrict ssh-ed25519 AAAA…' | ${there} 'cat >> /root/.ssh/authorized_keys'`,
    ],
    notes: [
      "put your own public key in place of ssh-ed25519 AAAA…; the nodes of a cluster share root's authorized_keys, so the key serves them all, and the script has to be on each",
      "a login that is not root: --sudo, with `<login> ALL=(root) NOPASSWD: /usr/bin/sh -s, /bin/sh -s` in sudoers, which makes it root in all but name",
    ],
  };
}
