import { globMatches, isGlob } from "../model/glob.ts";
import { type GuestIntent, type Intents, intentOfTag } from "../model/intent.ts";
import type { Declared, Policy } from "../model/policy.ts";

/** What tags and the policy declare, ready to be asked once per guest and drive. */
export interface DeclaredIntents {
  readonly ofGuest: (guest: {
    readonly vmid: number;
    readonly name: string;
    readonly tags: readonly string[];
    /** Where the tags are written. */
    readonly tagSource: string;
  }) => Intents;
  /** The guest's own, and what was said of this drive alone. */
  readonly ofDrive: (vmid: number, drive: string, ofGuest: Intents) => Intents;
}

type Declaration = Declared<readonly GuestIntent[]>;

/** All that match add up: nothing declared takes another declaration back. */
export function declaredIntents(policy: Policy): DeclaredIntents {
  const guests = indexed(policy.guests);
  const drives = indexed(policy.drives);
  const byTag = new Map(Object.entries(policy.tags).map(([tag, intents]) => [tag.toLowerCase(), intents]));
  return {
    ofGuest({ vmid, name, tags, tagSource }) {
      const intents = new Map<GuestIntent, string>();
      for (const tag of tags) for (const intent of meaningOf(tag, byTag)) intents.set(intent, tagSource);
      for (const { value, source } of guests([String(vmid), name]))
        for (const intent of value) intents.set(intent, source);
      return intents;
    },
    ofDrive(vmid, drive, ofGuest) {
      const found = drives([`${vmid} ${drive}`]);
      if (found.length === 0) return ofGuest;
      const own = found.flatMap(({ value, source }) => value.map((intent) => [intent, source] as const));
      return new Map([...ofGuest, ...own]);
    },
  };
}

/** The policy's meaning of a tag stands instead of the built-in one. */
function meaningOf(tag: string, byTag: ReadonlyMap<string, readonly GuestIntent[]>): readonly GuestIntent[] {
  const own = byTag.get(tag.toLowerCase());
  if (own !== undefined) return own;
  const intent = intentOfTag(tag);
  return intent === undefined ? [] : [intent];
}

/** Plain names are looked up, only globs are tried one by one: a cluster may have 100,000 guests. */
function indexed(all: readonly Declaration[]): (names: readonly string[]) => readonly Declaration[] {
  if (all.length === 0) return () => [];
  const plain = new Map<string, Declaration[]>();
  for (const declaration of all) {
    if (isGlob(declaration.match)) continue;
    const key = declaration.match.toLowerCase();
    plain.set(key, [...(plain.get(key) ?? []), declaration]);
  }
  const globs = all.filter(({ match }) => isGlob(match));
  return (names) => [
    ...globs.filter(({ match }) => names.some((name) => globMatches(match, name))),
    ...new Set(names.flatMap((name) => plain.get(name.toLowerCase()) ?? [])),
  ];
}
