import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import { unreadGuests } from "../../src/resolve/unread-guests.ts";
import { dishonest, ruleOf, type Verdicts } from "../support/verdicts.ts";
import type { EndpointGroup } from "./endpoint-groups.ts";

/** Everything a snapshot says it could not read. */
export function gapsOf({ unreadable, nodes }: ClusterSnapshot): readonly string[] {
  const ofNodes = nodes.flatMap((node) =>
    Object.entries(node).flatMap(([fact, reading]: [string, unknown]) =>
      typeof reading === "object" && reading !== null && "failed" in reading
        ? [`${node.name} ${fact}: ${String(reading.failed)}`]
        : [],
    ),
  );
  return [...unreadable.map(({ path, reason }) => `${path}: ${reason}`), ...ofNodes];
}

type Lost = Pick<EndpointGroup, "takes" | "guest"> & {
  /** So much was lost that any rule may be open; still none may pass, and no finding may go without a word. */
  readonly all?: true;
};

/** What a reading with a gap says that it must not say. */
export function dishonestWithout(
  { takes, guest, all }: Lost,
  before: Verdicts,
  after: Verdicts,
  snapshot: ClusterSnapshot,
): readonly string[] {
  const isLost = guest !== undefined && !snapshot.guests.some(({ vmid }) => vmid === guest);
  const hidesGuests = unreadGuests(snapshot.unreadable).length > 0;
  const changed = dishonest(before, after, takes).filter((one) => {
    if (/→ pass$|fail → notApplicable$/.test(one)) return true;
    // a guest that was not read may hold any volume it could reach
    if (hidesGuests && /^volume\/attached-twice .*pass → open/.test(one)) return false;
    // without a guest's config what it shares with others (volumes, pools, storages) is not fully known
    return all !== true && !(isLost && /^(?:volume|storage|pool|node)\//.test(one));
  });
  const named = gapsOf(snapshot).length > 0;
  const gone = [...before.keys()].filter((key) => {
    if (after.has(key) || (isLost && key.includes(` ${guest}`))) return false;
    return !named || (before.get(key) === "fail" && ruleOf(key).startsWith("guest/") && all !== true);
  });
  return [...changed, ...gone.map((key) => `${key}: ${before.get(key)} is gone`)];
}
