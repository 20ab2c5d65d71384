/** So many pieces of work at once, the rest in the order they came: pveproxy has three workers a node. */
export interface Workers {
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  /** The most that were at work at one time. */
  readonly mostBusy: () => number;
}

export function newWorkers(count: number): Workers {
  const waiting: (() => void)[] = [];
  let busy = 0;
  let most = 0;
  return {
    mostBusy: () => most,
    async run(work) {
      if (busy >= count) await new Promise<void>((start) => waiting.push(start));
      else busy += 1;
      most = Math.max(most, busy);
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) busy -= 1;
        else next();
      }
    },
  };
}
