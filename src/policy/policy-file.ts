import type {
  DiskDeclaration,
  DriveIntent,
  GuestIntent,
  NodeDeclaration,
  PbsDeclaration,
  StorageDeclaration,
} from "../model/intent.ts";
import type { Severity } from "../model/outcome.ts";
import type { SeverityOverride, WaiverPlace, WantedAio } from "../model/policy.ts";
import type { FillLevels, Thresholds } from "../model/thresholds.ts";

type OneOrMore<T> = T | readonly T[];

/** lanekeeper.yaml: what a site decides, and what only its people can say. Everything in it is optional. */
export interface PolicyFile extends PolicyKeys {
  /** A policy file that this one builds on, relative to it: what is said here wins, entry by entry. */
  readonly extends?: string;
  /** The clusters of this site, by a name of your choice: `audit --cluster home`, `audit --all-clusters`. */
  readonly clusters?: Readonly<Record<string, NamedCluster>>;
}

/** What can be said of all clusters, or of one. */
export interface PolicyKeys {
  /** The aio wanted on thick LVM: io_uring (the default), threads, or leave it to Proxmox VE. */
  readonly aioOnLvm?: "io_uring" | "threads" | "leave";
  /** The aio wanted by storage, storage type or lane; the narrowest wins. */
  readonly aio?: {
    /** By storage id. */
    readonly storages?: Readonly<Record<string, WantedAio>>;
    /** By storage type: zfspool, lvm, dir … */
    readonly types?: Readonly<Record<string, WantedAio>>;
    readonly lanes?: {
      readonly shared?: WantedAio;
      readonly replicated?: WantedAio;
      readonly local?: WantedAio;
    };
  };
  /** What tags mean here: by tag, instead of its built-in meaning. An empty list: nothing. */
  readonly tags?: Readonly<Record<string, OneOrMore<GuestIntent>>>;
  /** What is declared of guests: by vmid or name, with * for anything. */
  readonly guests?: Readonly<Record<string, OneOrMore<GuestIntent>>>;
  /** What is declared of single drives: `701 scsi2`. */
  readonly drives?: Readonly<Record<string, OneOrMore<DriveIntent>>>;
  /** What is declared of storages, by id. */
  readonly storages?: Readonly<Record<string, StorageDeclaration>>;
  /** What is declared of disks, by model or serial number, with * for anything. */
  readonly disks?: Readonly<Record<string, DiskDeclaration>>;
  /** What is declared of nodes, by name. */
  readonly nodes?: Readonly<Record<string, NodeDeclaration>>;
  /** Where a Proxmox Backup Server keeps its datastore. */
  readonly pbs?: OneOrMore<PbsDeclaration>;
  /** Numbers that rules compare with; percent, or days. */
  readonly thresholds?: {
    readonly [Name in keyof Thresholds]?: Thresholds[Name] extends FillLevels
      ? Partial<FillLevels>
      : Thresholds[Name];
  };
  /** By rule: one level for all its cases, or another level for some of them. */
  readonly severities?: Readonly<Record<string, SeverityOverride>>;
  /** Rules of your own, by name: `lanekeeper explain own-rules`. */
  readonly rules?: Readonly<Record<string, OwnRuleEntry>>;
  /** Findings that somebody takes upon themselves, until a day. */
  readonly waivers?: readonly WaiverEntry[];
}

/** Where a cluster is read, and who asks. Secrets stay in files of their own. */
export interface NamedCluster {
  /** As after --from: https://, ssh://, files and folders as seen from this file. They make one cluster. */
  readonly from: OneOrMore<string>;
  /** SHA-256 of the nodes' certificates, by the node's name, or its address as it stands in `from`. */
  readonly fingerprints?: Readonly<Record<string, string>>;
  /** A file with the certificates of who signed the nodes'. */
  readonly ca?: string;
  /** A file that holds user@realm!name=secret and that nobody else may read. */
  readonly tokenFile?: string;
  /** Who logs in with a password, which is asked for: user@realm. */
  readonly user?: string;
  /** What holds in this cluster only, on top of this file. */
  readonly policy?: PolicyKeys;
}

interface OwnRuleEntry {
  /** What it judges, and the name of the variable in its expressions. */
  readonly subject: "drive" | "guest" | "volume" | "storage" | "pool" | "node";
  readonly severity: Severity;
  /** CEL: where it applies; without it, everywhere. */
  readonly when?: string;
  /** CEL: true where the rule is broken. */
  readonly fails: string;
  /** What the finding says; CEL in braces is replaced: `{drive.key} is {drive.format}`. */
  readonly message: string;
  /** Why the rule is there, for `explain`. */
  readonly why?: string;
  /** What a person should do. */
  readonly remedy?: string;
}

interface WaiverEntry {
  /** The id of a rule: drive/iothread-off. */
  readonly rule: string;
  /**
   * All that is given must match; * stands for anything.
   * @minProperties 1
   */
  readonly where: Omit<WaiverPlace, "vmid"> & { readonly vmid?: string | number };
  readonly reason: string;
  readonly by: string;
  /**
   * The last day it holds (UTC), as 2026-11-30.
   * @pattern ^\d{4}-\d{2}-\d{2}$
   */
  readonly until: string;
}
