import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { readJournal } from "../../src/apply/journal/read-journal.ts";
import type { Intent } from "../../src/model/journal.ts";
import type { Plan } from "../../src/model/plan.ts";
import { isDriveKey } from "../../src/model/syntax/drive-key.ts";
import { readDrive } from "../../src/model/syntax/drive-string.ts";
import { parseGuestConf } from "../../src/model/syntax/guest-conf.ts";
import { type ClusterState, guestFiles } from "../simulated-pve/cluster-state.ts";

/** What a cluster is at one moment, to compare with later. */
export interface Moment {
  readonly texts: ReadonlyMap<number, string>;
  readonly processes: ReadonlyMap<number, number>;
}

export function momentOf(state: ClusterState): Moment {
  return {
    texts: new Map(guestFiles(state).map(({ vmid, text }) => [vmid, text])),
    processes: new Map([...state.running].map(([vmid, { pid }]) => [vmid, pid])),
  };
}

/** vmid → option → what it will be after a stop and start; snapshots too, by their names. */
export function effective(text: string): ReadonlyMap<string, string> {
  const { current, pending, snapshots } = parseGuestConf(text);
  const values = new Map([...current.entries].map(([key, { value }]) => [key, value]));
  for (const [key, { value }] of pending?.entries ?? []) values.set(key, value);
  for (const key of pending?.deletes.keys() ?? []) values.delete(key);
  values.set("#", current.description ?? "");
  for (const [name, { entries }] of snapshots)
    for (const [key, { value }] of entries) values.set(`${name}/${key}`, value);
  return values;
}

/**
 * Whatever happened: nobody was restarted, no volume appeared, only planned options differ, in them only planned keys,
 * and every difference was announced in a journal before it was there. `foreign`: options, and keys of
 * drives, that the test itself changed: `101 memory`, `101 scsi0 shared`.
 */
export function checkInvariants(
  before: Moment,
  state: ClusterState,
  plan: Plan,
  journals: readonly string[],
  foreign: ReadonlySet<string> = new Set(),
): void {
  const now = momentOf(state);
  expect([...now.texts.keys()]).toEqual([...before.texts.keys()]);
  expect(now.processes).toEqual(before.processes);
  const intents = journals.flatMap((path) => intentsIn(path));
  for (const [vmid, text] of now.texts) {
    const [old, values] = [effective(before.texts.get(vmid) ?? ""), effective(text)];
    for (const option of new Set([...old.keys(), ...values.keys()])) {
      if (old.get(option) === values.get(option) || foreign.has(`${vmid} ${option}`)) continue;
      const step = plan.steps.find((one) => one.vmid === vmid && one.option === option);
      if (isDriveKey(option)) {
        const planned = new Set(step?.changes.map(({ key }) => key));
        const differing = keysThatDiffer(option, old.get(option) ?? "", values.get(option) ?? "").filter(
          (key) => !foreign.has(`${vmid} ${option} ${key}`),
        );
        expect(
          differing.filter((key) => !planned.has(key)),
          `${vmid} ${option}`,
        ).toEqual([]);
        if (differing.length === 0) continue;
      }
      expect(step, `${vmid} ${option} was not planned`).toBeDefined();
      expect(
        intents.some((intent) => intent.vmid === vmid && intent.option === option),
        `${vmid} ${option} was not announced`,
      ).toBe(true);
    }
  }
}

function keysThatDiffer(option: string, a: string, b: string): readonly string[] {
  const [old, now] = [readDrive(option, a), readDrive(option, b)];
  if (!old.ok || !now.ok) return ["unreadable"];
  const keys = new Set([...Object.keys(old.drive.options), ...Object.keys(now.drive.options)]);
  const differing = [...keys].filter((key) => old.drive.options[key] !== now.drive.options[key]);
  return old.drive.file === now.drive.file ? differing : ["file", ...differing];
}

function intentsIn(path: string): readonly Intent[] {
  if (!readFileSync(path, "utf8").includes("\n")) return [];
  return readJournal(path).records.flatMap((record) => (record.kind === "intent" ? [record] : []));
}
