import type { AgentAnswer, NodeSnapshot, ReplicationState } from "../model/cluster.ts";
import { type Fact, known, unknown } from "../model/fact.ts";
import { missingAgentAnswer, missingReplicationState, missingRunState } from "../model/missing.ts";
import type { LiveFacts } from "../model/resolved.ts";
import { factOf } from "./nodes.ts";

/** What is known of the running processes, agents and jobs of a node's guests. One is made per node. */
export function liveFactsOf(node: NodeSnapshot): (vmid: number) => LiveFacts {
  const running = factOf(node.running, missingRunState(node.name));
  const agents = factOf(node.agents, missingAgentAnswer(node.name));
  const states = factOf(node.replicationStates, missingReplicationState(node.name));
  const notListed = unknown(missingRunState(node.name));
  const notAsked = unknown(missingAgentAnswer(node.name));
  const byVmid = states.known ? statesByVmid(states.value) : new Map<number, readonly ReplicationState[]>();
  const entry = <T>(table: Fact<Readonly<Record<string, T>>>, vmid: number, none: Fact<T>): Fact<T> => {
    if (!table.known) return table;
    const value = table.value[vmid];
    return value === undefined ? none : known(value, table.source);
  };
  const insides = node.insides !== undefined && "value" in node.insides ? node.insides.value : {};
  const insideOf = (vmid: number): Pick<LiveFacts, "inside"> => {
    const inside = insides[vmid];
    return inside === undefined ? {} : { inside };
  };
  return (vmid) => ({
    ...insideOf(vmid),
    running: entry<boolean>(running, vmid, notListed),
    agent: entry<AgentAnswer>(agents, vmid, notAsked),
    replicationStates: states.known ? known(byVmid.get(vmid) ?? [], states.source) : states,
  });
}

/** A guest of a bare folder, or on a node the source does not list. */
export function noLiveFacts(node: string | null): LiveFacts {
  return {
    running: unknown(missingRunState(node)),
    agent: unknown(missingAgentAnswer(node)),
    replicationStates: unknown(missingReplicationState(node)),
  };
}

/** `201-0` is a job of guest 201. */
function statesByVmid(states: readonly ReplicationState[]): ReadonlyMap<number, readonly ReplicationState[]> {
  const byVmid = new Map<number, ReplicationState[]>();
  for (const state of states) {
    const vmid = Number(state.id.split("-")[0]);
    byVmid.set(vmid, [...(byVmid.get(vmid) ?? []), state]);
  }
  return byVmid;
}
