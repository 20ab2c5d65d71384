import type { SeenItem } from "../../model/guest-page.ts";
import type { LiveFacts } from "../../model/resolved.ts";

type Seen = NonNullable<SeenItem["seen"]>;

/** What the agent told of an item of the checklist; undefined: nothing. */
export function seenInside(item: string, { agent, inside }: LiveFacts): Seen | undefined {
  if (item === "trim-timer") return part(inside?.trimTimer, trimSeen);
  if (item === "barriers") return part(inside?.withoutBarriers, barriersSeen);
  if (!agent.known || (item !== "agent-running" && item !== "guest-tools")) return undefined;
  if (!agent.value.answers) return { text: "it does not answer", settled: false };
  return item === "agent-running"
    ? { text: "it answers", settled: true }
    : { text: "the agent answers; of the rest of the tools it does not tell", settled: false };
}

function part<T>(
  told: { readonly value: T } | { readonly failed: string } | undefined,
  read: (value: T) => Seen,
): Seen | undefined {
  if (told === undefined) return undefined;
  return "value" in told ? read(told.value) : { text: `not read: ${told.failed}`, settled: false };
}

/** `systemctl mask` leaves the link in place, so it does not settle the matter. */
const trimSeen = (isWanted: boolean): Seen =>
  isWanted
    ? { text: "fstrim.timer is linked into timers.target (agent); it may be masked", settled: false }
    : {
        text: "no link to it in /etc/systemd/system/timers.target.wants (agent); something else may trim",
        settled: false,
      };

/** What is not in the fstab may have been mounted by hand or by a unit. */
function barriersSeen(lines: readonly { readonly target: string; readonly option: string }[]): Seen {
  const found = lines.map(({ target, option }) => `${option} on ${target}`).join(", ");
  return found === ""
    ? { text: "none in /etc/fstab (agent), which does not hold every mount", settled: false }
    : { text: `found in /etc/fstab (agent): ${found}`, settled: true };
}
