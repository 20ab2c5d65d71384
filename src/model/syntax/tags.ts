import { splitList } from "./split-list.ts";

const tagPattern = /^[a-z0-9_][a-z0-9_\-+.]*$/i;

export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** The tags of a `tags:` value: lower-cased and unique, in the order written (pve-guest-common, 9.2). */
export function parseTags(text: string): readonly string[] {
  return [...new Set(splitList(text).map((tag) => tag.toLowerCase()))];
}
