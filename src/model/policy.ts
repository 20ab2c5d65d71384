import type { Aio } from "./drive.ts";
import type {
  DiskDeclaration,
  GuestIntent,
  NodeDeclaration,
  PbsDeclaration,
  StorageDeclaration,
} from "./intent.ts";
import type { Severity } from "./outcome.ts";
import type { AnyOwnRule } from "./rule.ts";
import { defaultThresholds, type Thresholds } from "./thresholds.ts";

/** The wanted aio of a place, or `leave`: no opinion. */
export type WantedAio = Aio | "leave";

/** What a policy file says of everything a pattern names, and where it says so: `lanekeeper.yaml:12`. */
export interface Declared<T> {
  /** A glob: `701`, `web-*`, `701 scsi2`, `INTEL SSDSC2KB*`. */
  readonly match: string;
  readonly value: T;
  readonly source: string;
}

/** One level for all cases of a rule, or another level for some of the levels it gives. */
export type SeverityOverride = Severity | Readonly<Partial<Record<Severity, Severity>>>;

/** Where a waiver holds: all that is given must match; `*` stands for anything. */
export interface WaiverPlace {
  readonly vmid?: string;
  readonly tag?: string;
  readonly drive?: string;
  readonly storage?: string;
  readonly node?: string;
  readonly pool?: string;
}

/** A finding that a person takes upon themselves, until a day. */
export interface Waiver {
  readonly rule: string;
  readonly where: WaiverPlace;
  readonly reason: string;
  readonly by: string;
  /** The last day it holds: UTC, `2026-11-30`. */
  readonly until: string;
  /** `lanekeeper.yaml:40` */
  readonly source: string;
}

/** What a site decides. The policy file fills it; without one, `defaultPolicy` is in force. */
export interface Policy {
  /** Thick LVM with O_DIRECT: the article wants io_uring; Proxmox VE's own default is native. */
  readonly aioOnLvm: "io_uring" | "threads" | "leave";
  /** The wanted aio by storage id, storage type or lane; the narrowest wins. */
  readonly aio: {
    readonly storages: Readonly<Record<string, WantedAio>>;
    readonly types: Readonly<Record<string, WantedAio>>;
    readonly lanes: Readonly<Record<string, WantedAio>>;
  };
  /** What tags mean here, instead of or besides the built-in meaning of tags named like intents. */
  readonly tags: Readonly<Record<string, readonly GuestIntent[]>>;
  /** Intents by vmid or name. */
  readonly guests: readonly Declared<readonly GuestIntent[]>[];
  /** Intents by guest and drive: `701 scsi2`. */
  readonly drives: readonly Declared<readonly GuestIntent[]>[];
  readonly storages: Readonly<Record<string, StorageDeclaration>>;
  /** By model or serial number. */
  readonly disks: readonly Declared<DiskDeclaration>[];
  readonly nodes: Readonly<Record<string, NodeDeclaration>>;
  readonly pbs: readonly PbsDeclaration[];
  readonly thresholds: Thresholds;
  readonly severities: Readonly<Record<string, SeverityOverride>>;
  readonly waivers: readonly Waiver[];
  /** Rules that the site wrote itself, in the order of the file. */
  readonly ownRules: readonly AnyOwnRule[];
}

export const defaultPolicy: Policy = {
  aioOnLvm: "io_uring",
  aio: { storages: {}, types: {}, lanes: {} },
  tags: {},
  guests: [],
  drives: [],
  storages: {},
  disks: [],
  nodes: {},
  pbs: [],
  thresholds: defaultThresholds,
  severities: {},
  waivers: [],
  ownRules: [],
};

/** The entry of a table that a name from a config asks for: `constructor` is a name like any other. */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
