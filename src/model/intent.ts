/** What only a person can say of a guest, by tag or by policy file. Undeclared means *not*: nothing is guessed. */
export const guestIntents = [
  "disposable",
  "scratch",
  "memory-sensitive",
  "infrastructure",
  "golden",
  "sequential",
  "write-heavy",
  "lane:shared",
  "lane:replicated",
  "lane:local",
  "specialty",
  "generalized",
] as const;

export type GuestIntent = (typeof guestIntents)[number];

/** What can be said of one drive of a guest: what is on it, not what the guest is. */
export const driveIntents = ["disposable", "scratch", "sequential", "write-heavy"] as const;

export type DriveIntent = (typeof driveIntents)[number];

/** The intents in force, each with the place it was declared: `701.conf:3`, `lanekeeper.yaml:12`. */
export type Intents = ReadonlyMap<GuestIntent, string>;

/** What only a person can say of a storage. */
export interface StorageDeclaration {
  readonly medium?: "ssd" | "hdd";
  /** A controller cache that survives a power loss. */
  readonly writeCache?: "protected";
  readonly thin?: boolean;
}

/** What only a person can say of a physical disk. */
export interface DiskDeclaration {
  readonly medium?: "ssd" | "hdd";
  /** Power-loss protection: what it has acknowledged survives a power failure. */
  readonly plp?: boolean;
}

/** What only a person can say of a node. */
export interface NodeDeclaration {
  /** Its power supply outlasts an orderly shutdown. */
  readonly ups?: boolean;
}

/** Where a Proxmox Backup Server keeps its datastore, if that is a pool of this cluster. */
export interface PbsDeclaration {
  readonly pool: string;
  /** The node that has the pool; absent: every node with a pool of this name. */
  readonly node?: string;
}

const intentByWord: ReadonlyMap<string, GuestIntent> = new Map(
  guestIntents.map((intent) => [intent, intent]),
);

/**
 * The intent a tag declares by its own name. Proxmox VE allows [a-z0-9_+.-] in a tag, so `lane:shared` is written
 * `lane-shared`.
 */
export function intentOfTag(tag: string): GuestIntent | undefined {
  return intentByWord.get(tag.toLowerCase().replace(/^lane[-_.]/, "lane:"));
}
