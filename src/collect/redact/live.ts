import type { AgentAnswer, ReplicationState } from "../../model/cluster.ts";
import { redacted } from "./known-words.ts";
import { shaped } from "./plain-values.ts";

/** What running guests and jobs told: ids and numbers stay, as they do in the configs. */

/** vmid → a value that says nothing by itself; what is no vmid goes. */
export function byVmid<T>(table: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(table).filter(([vmid]) => /^\d{1,9}$/.test(vmid)));
}

/** Names of systems are public; anything else in their place is not. */
const knownSystem =
  /^(?:Microsoft )?(?:Windows|Debian|Ubuntu|Fedora|CentOS|Rocky|AlmaLinux|Red Hat|openSUSE|SUSE|Alpine|Arch|Oracle|FreeBSD|TrueNAS|Proxmox)[\w .()/-]{0,60}$/;

export function redactAgents(
  agents: Readonly<Record<string, AgentAnswer>>,
): Readonly<Record<string, AgentAnswer>> {
  return Object.fromEntries(
    Object.entries(byVmid(agents)).map(([vmid, answer]) => [vmid, redactAnswer(answer)] as const),
  );
}

function redactAnswer(answer: AgentAnswer): AgentAnswer {
  if (!answer.answers || answer.osName === undefined) return answer;
  return { answers: true, osName: knownSystem.test(answer.osName) ? answer.osName : redacted };
}

const time = shaped(/^\d{4}-\d\d-\d\dT[\d:.]{5,12}Z$/);

export function redactReplicationState(state: ReplicationState): ReplicationState {
  const { id, failCount, lastSync, readAt, error } = state;
  return {
    id: shaped(/^\d{1,9}-\d{1,9}$/)(id),
    failCount,
    lastSync: lastSync === null ? null : time(lastSync),
    ...(readAt === undefined ? {} : { readAt: time(readAt) }),
    ...(error === undefined ? {} : { error: redacted }),
  };
}
