/** What only a person can say of a guest, by tag or by policy file. Undeclared means *not*: nothing is guessed. */
const guestIntents = [
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

/** What only a person can say of a storage. */
export interface StorageDeclaration {
  readonly medium?: "ssd" | "hdd";
  /** A controller cache that survives a power loss. */
  readonly writeCache?: "protected";
  readonly thin?: boolean;
}

const knownIntents: ReadonlySet<string> = new Set(guestIntents);

/**
 * The intents a guest's tags declare. Proxmox VE allows [a-z0-9_+.-] in a tag, so `lane:shared` is written
 * `lane-shared`.
 */
export function intentsOfTags(tags: readonly string[]): ReadonlySet<GuestIntent> {
  const intents = new Set<GuestIntent>();
  for (const tag of tags) {
    const word = tag.toLowerCase().replace(/^lane[-_.]/, "lane:");
    if (knownIntents.has(word)) intents.add(word as GuestIntent); // checked by the line before
  }
  return intents;
}
