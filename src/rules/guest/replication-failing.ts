import type { ReplicationState } from "../../model/cluster.ts";
import { missingReplicationState } from "../../model/missing.ts";
import { notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { ReplicationJob, ResolvedGuest } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { longestPause } from "../calendar-event.ts";
import { daysBetween } from "../days.ts";
import { haOf, missingIn, replicationMatters } from "../guest-placement.ts";
import { openUnlessNone } from "../open-for.ts";

export const replicationFailing: Rule<"guest"> = {
  id: "guest/replication-failing",
  subject: "guest",
  severity: "error",
  summary: "the replication of a guest fails or lags",
  needs: ["config", "storage-cfg", "node-count", "replication", "replication-state"],
  check(guest) {
    if (!replicationMatters(guest)) return notApplicable;
    const { replicationStates } = guest.live;
    if (!guest.replication.known || !replicationStates.known)
      return openUnlessNone(missingIn([guest.replication, replicationStates]));
    const judged = guest.replication.value
      .filter(({ enabled }) => enabled)
      .map((job) => judge(guest, job, replicationStates.value, replicationStates.source));
    return judged.find(({ kind }) => kind === "fail") ?? judged.find(({ kind }) => kind === "open") ?? pass;
  },
};

function judge(
  guest: ResolvedGuest,
  job: ReplicationJob,
  states: readonly ReplicationState[],
  source: string,
): Outcome {
  const state = states.find(({ id }) => id === job.id);
  const missing = missingReplicationState(guest.node);
  if (state === undefined) return open([missing]);
  if (state.failCount > 0) {
    const times = state.failCount === 1 ? "once" : `${state.failCount} times`;
    const error = state.error === undefined ? "" : `: ${state.error}`;
    return failed(guest, job, state, source, `failed ${times} in a row${error}`);
  }
  const pause = longestPause(job.schedule);
  // A job that never ran may have been made a minute ago; the next reading will show a run or a failure.
  if (state.lastSync === null || pause === undefined || state.readAt === undefined)
    return open([
      { ...missing, fact: `whether replication job ${job.id} runs in time`, how: whyUndated(state, pause) },
    ]);
  const days = daysBetween(state.lastSync, state.readAt);
  if (days === undefined) return open([missing]);
  const minutes = Math.round(days * 24 * 60);
  if (minutes <= 3 * pause) return pass;
  return failed(
    guest,
    job,
    state,
    source,
    `last ran ${agoOf(minutes)} before this was read (${job.schedule})`,
  );
}

function whyUndated({ lastSync, readAt }: ReplicationState, pause: number | undefined): string {
  if (lastSync === null) return "it has not run yet: read it again after its first run";
  if (pause === undefined) return "its schedule is by date: compare it with `pvesr status`";
  return readAt === undefined
    ? "a saved file does not say when it was taken: `lanekeeper collect --script` does"
    : "its times are not readable: `pvesr status` shows them";
}

function agoOf(minutes: number): string {
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;
}

function failed(
  guest: ResolvedGuest,
  { id, target, source: written }: ReplicationJob,
  { failCount, lastSync }: ReplicationState,
  source: string,
  what: string,
): Outcome {
  const ha = haOf(guest);
  const managed = ha.known && ha.value !== null;
  return {
    kind: "fail",
    severity: managed ? "error" : "warning",
    message: `replication job ${id} to ${target} ${what}; a failover starts from the last good run`,
    evidence: [
      { fact: "failures", value: String(failCount), source },
      { fact: "last run", value: lastSync ?? "never", source },
      { fact: "job", value: `${id} to ${target}`, source: written },
    ],
    remedy: {
      kind: "manual",
      gui: `${guest.vmid} › Replication › Log`,
      steps: [
        `read the job's log, and repair what it names: a full pool, a renamed storage, a volume left over on ${target}`,
        "start the job once",
      ],
      commands: [
        {
          argv: ["pvesr", "schedule-now", id],
          ...(guest.node === null ? {} : { node: guest.node }),
        },
      ],
      risks: [],
    },
  };
}
