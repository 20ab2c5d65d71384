import type { AccessCheck } from "../../model/access-check.ts";
import type { NodeSnapshot, UnreadableFile } from "../../model/cluster.ts";
import { commandOf } from "../facts/node-facts.ts";
import { isRead } from "../facts/reading.ts";
import type { FactsRecord, FactsRun } from "../facts-records.ts";
import { type FactGroup, factGroups } from "./fact-groups.ts";

interface Asked {
  readonly run: FactsRun;
  readonly own: NodeSnapshot;
  readonly unreadable: readonly UnreadableFile[];
  /** /etc/pve could be listed. */
  readonly listed: boolean;
  /** undefined: the script did not say who runs it. */
  readonly root: boolean | undefined;
}

/** For each group of facts what it gave, or why it did not: as the reader of the script's output judged it. */
export function groupChecks(asked: Asked): readonly AccessCheck[] {
  return factGroups.flatMap((group): readonly AccessCheck[] => {
    const { step } = group;
    const reasons = [...new Set(gapsOf(group, asked))];
    if (reasons.length === 0) return [{ step, state: "ok", says: group.gives(asked.own) }];
    return reasons.map((says) => ({ step, state: "gap", says }));
  });
}

function gapsOf(group: FactGroup, { run, own, unreadable, listed, root }: Asked): readonly string[] {
  const records = run.records.filter(({ file }) =>
    group.outputs.includes(commandOf(file).replace(/@.*/, "")),
  );
  const lost = new Map(unreadable.map(({ path, reason }) => [path, reason]));
  const named = records.flatMap((record) => {
    const reason = lost.get(`facts/${run.node}/${record.file}`);
    return reason === undefined ? [] : [reasonFor(record, reason, root)];
  });
  if (named.length > 0) return named;
  // a fact put together from several outputs, or from one that may be missing, says itself why it is none
  const failures = failuresOf(group, own, records, root);
  if (failures.length > 0) return failures;
  if (group.facts.every((fact) => own[fact] !== undefined)) return [];
  if (!group.facts.includes("agents")) return ["was not told"];
  // the script asks the guests that `qm list` shows running and whose config it can read
  return listed && isRead(own.running) ? [] : ["not asked: which guests run with an agent cannot be seen"];
}

function failuresOf(
  { facts }: FactGroup,
  own: NodeSnapshot,
  records: readonly FactsRecord[],
  root: boolean | undefined,
): readonly string[] {
  return facts.flatMap((fact) => {
    const reading = own[fact];
    if (typeof reading !== "object" || !("failed" in reading)) return [];
    const record = records.find(({ file }) => reading.source.endsWith(`/${file}`));
    return [record === undefined ? reading.failed : reasonFor(record, reading.failed, root)];
  });
}

/** Exit codes of sh (POSIX 2.8.2) and of timeout (GNU coreutils 9). */
const exits: Readonly<Record<number, string>> = {
  124: "took longer than two minutes",
  126: "this login may not run it",
  127: "there is no such command",
  137: "was killed",
};

/** `zpool status -LP: exit code 127, there is no such command`. */
function reasonFor({ command, exit }: FactsRecord, reason: string, root: boolean | undefined): string {
  const means = exits[exit] ?? (exit !== 0 && root === false ? "and this login is not root" : undefined);
  const shown = command.length > 60 ? `${command.slice(0, 59)}…` : command;
  return `${shown}: ${reason}${means === undefined ? "" : `, ${means}`}`;
}
