import type { ApiAnswer, NoAnswer } from "./api-answer.ts";

/** Nodes that stopped answering. Asking a dead one for each of its guests would take half an hour to say nothing. */
export interface LostNodes {
  /** What to say instead of asking; undefined: ask. */
  readonly insteadOf: (node: string) => NoAnswer | undefined;
  readonly answered: (node: string, answer: ApiAnswer) => void;
}

/** In a row. The facts of a node with one dead storage are fewer, and its guests' configs still come. */
const enough = 8;

export function newLostNodes(): LostNodes {
  const inARow = new Map<string, number>();
  const lost = new Map<string, NoAnswer>();
  return {
    insteadOf: (node) => lost.get(node),
    answered(node, answer) {
      if (answer.ok || !saysNothing(answer)) {
        inARow.delete(node);
        return;
      }
      const times = (inARow.get(node) ?? 0) + 1;
      inARow.set(node, times);
      if (times >= enough)
        lost.set(node, {
          ...answer,
          message: `${answer.message} (${times} times in a row, so it was not asked again)`,
        });
    },
  };
}

/** Nobody there, nobody behind the node that was asked, or nobody who knows us any more. */
const saysNothing = ({ status }: NoAnswer): boolean => [0, 401, 502, 503, 504, 595, 596].includes(status);
