/** `; did you mean writeCache?`, or nothing where no word is near. */
export function didYouMean(word: string, words: readonly string[]): string {
  const near = nearest(word, words);
  return near === undefined ? "" : `; did you mean ${near}?`;
}

/** The word that was probably meant: the same but for case and dashes, or at most a third of it mistyped. */
function nearest(word: string, words: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const most = Math.max(1, Math.floor(word.length / 3));
  const ranked = words
    .map((candidate) => ({ candidate, edits: distance(plain(word), plain(candidate)) }))
    .sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best !== undefined && best.edits <= most ? best.candidate : undefined;
}

/** A word that was only begun is as near as one with a slip. */
function distance(given: string, candidate: string): number {
  return given.length > 3 && candidate.startsWith(given) && candidate !== given ? 1 : edits(given, candidate);
}

/** Levenshtein's distance; a long word is not worth measuring. */
function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 20 || a.length > 80) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    let left = i + 1;
    const next = [left];
    for (const [j, other] of [...b].entries()) {
      left = Math.min((row[j + 1] ?? 0) + 1, left + 1, (row[j] ?? 0) + (letter === other ? 0 : 1));
      next.push(left);
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
