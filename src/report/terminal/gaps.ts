import type { OpenJudgement } from "../../model/audit-report.ts";
import type { Missing } from "../../model/fact.ts";

/** A missing fact, with the judgements that wait for it. */
export interface Gap {
  readonly fact: string;
  readonly nodes: ReadonlySet<string>;
  readonly how: string;
  readonly count: number;
  readonly byScript: boolean;
}

export function factText({ fact, nodes }: Gap): string {
  return nodes.size === 0 ? fact : `${fact}, ${[...nodes].sort().join(" ")}`;
}

/** Missing facts, the one that most judgements wait for first. The same fact of several nodes is one gap. */
export function gapsOf(open: readonly Pick<OpenJudgement, "missing">[]): readonly Gap[] {
  const gaps = new Map<string, { readonly missing: Missing; readonly nodes: Set<string>; count: number }>();
  for (const { missing } of open) {
    const seen = new Set<string>();
    for (const one of missing) {
      const key = `${one.fact}\n${withoutNode(one)}`;
      const gap = gaps.get(key) ?? { missing: one, nodes: new Set<string>(), count: 0 };
      if (one.node !== undefined) gap.nodes.add(one.node);
      if (!seen.has(key)) gap.count++;
      seen.add(key);
      gaps.set(key, gap);
    }
  }
  return [...gaps.values()]
    .map(({ missing, nodes, count }) => ({
      fact: missing.fact,
      nodes,
      count,
      byScript: missing.byScript === true,
      how: nodes.size > 1 ? withoutNode(missing) : missing.how,
    }))
    .sort((a, b) => b.count - a.count);
}

/** How to supply it, in words that hold for every node. */
function withoutNode({ how, node }: Missing): string {
  return node === undefined
    ? how
    : how.replaceAll(`facts/${node}/`, "facts/<node>/").replaceAll(` of ${node} `, " of each node ");
}

/** Gaps that one action closes stand together, where the most is to be had first. */
export function byHow(gaps: readonly Gap[]): readonly (readonly [string, readonly Gap[]])[] {
  const groups = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const group = groups.get(gap.how);
    if (group === undefined) groups.set(gap.how, [gap]);
    else group.push(gap);
  }
  return [...groups];
}
