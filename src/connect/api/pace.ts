/** How many requests a node is asked at once. It has three workers; beyond that, requests only wait in line there. */
export interface Pace {
  readonly limit: number;
  readonly answered: (kind: string, milliseconds: number) => void;
  readonly failed: () => void;
}

const least = 2;
const first = 6;
export const mostAtOnce = 12;

/**
 * More at once while answers stay as quick as the quickest of their kind, fewer as they slow down: a busy cluster is
 * left alone. Kinds are judged apart, because a list of packages takes longer than a guest's config at any time.
 */
export function newPace(): Pace {
  let limit = first;
  const quickest = new Map<string, number>();
  return {
    get limit() {
      return Math.floor(limit);
    },
    answered(kind, milliseconds) {
      const best = Math.min(quickest.get(kind) ?? Number.POSITIVE_INFINITY, Math.max(milliseconds, 1));
      quickest.set(kind, best);
      if (milliseconds > 4 * best + 20) limit = Math.max(least, limit * 0.95);
      else if (milliseconds < 2 * best + 5) limit = Math.min(mostAtOnce, limit + 1 / limit);
    },
    failed() {
      limit = Math.max(least, limit / 2);
    },
  };
}
