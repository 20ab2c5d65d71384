import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readJournal, readJournals } from "../../src/apply/journal/read-journal.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { journalsIn } from "./apply-directly.ts";
import { labCluster } from "./lab-cluster.ts";
import { planFor } from "./plan-for.ts";
import { builtCli, type SpawnedCli, spawnCli } from "./spawned-cli.ts";

let root: string;
let cli: string;
let pve: SimulatedPve;
let files: ReadonlyMap<string, string>;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "lanekeeper-"));
  cli = await builtCli(root);
  pve = await startSimulatedPve({ snapshot: labCluster });
  files = new Map(pve.state.files);
  const plan = planFor(
    pve.state,
    [
      { vmid: 101, option: "scsihw", edits: { "": "virtio-scsi-single" } },
      { vmid: 102, option: "scsi0", edits: { discard: "on" } },
      { vmid: 105, option: "scsi0", edits: { discard: "on" } },
    ],
    { snapshot: { takenAt: new Date().toISOString(), sources: [], sha256: "" } },
  );
  writeFileSync(join(root, "plan.json"), JSON.stringify(plan));
  writeFileSync(join(root, "ca.pem"), pve.ca);
});
afterAll(async () => {
  await pve.stop();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  pve.clearFaults();
  for (const [path, text] of files) pve.state.files.set(path, text);
});

const run = (...words: readonly string[]): SpawnedCli =>
  spawnCli(cli, [...words, "--from", pve.url("pve3"), "--ca", join(root, "ca.pem"), "--yes"], {
    LANEKEEPER_WRITE_TOKEN: pve.token(),
    HOME: root,
  });

/** When a request that fits comes in, and before it is carried out. */
const at = (path: RegExp, then: () => void, method?: string): void =>
  void pve.fault({
    on: { path, nth: 1, ...(method === undefined ? {} : { method }) },
    effect: { kind: "change", change: then },
  });

const slowly = (path: RegExp): void =>
  void pve.fault({ on: { path, method: "PUT" }, effect: { kind: "slow", milliseconds: 300 } });

const ways = [
  ["Ctrl-C", (cli: SpawnedCli) => void cli.child.kill("SIGINT"), "interrupted"],
  ["SIGTERM", (cli: SpawnedCli) => void cli.child.kill("SIGTERM"), "interrupted"],
  ["a terminal that closes", (cli: SpawnedCli) => void cli.child.kill("SIGHUP"), "interrupted"],
  ["a reader that goes away", (cli: SpawnedCli) => cli.stopReading(), "nobody reads"],
] as const;

describe.each(ways)("apply and %s", (_, stop, words) => {
  it("finishes the step it is at, records it, begins no other, and says so; a second run does the rest", async () => {
    const journal = mkdtempSync(join(root, "journal-"));
    const first = run("apply", join(root, "plan.json"), "--journal", journal);
    at(/101\/config/, () => stop(first), "PUT");
    slowly(/101\/config/);
    const { code, out, err } = await first.ended;
    expect({ code, err }).toMatchObject({ code: 3, err: expect.stringContaining(words) });
    if (words === "interrupted") expect(out).toContain("Next: the same apply once more does the rest");
    const records = journalsIn(journal).flatMap((path) => readJournal(path).records);
    const told = records.map((record) => ("step" in record ? `${record.kind} ${record.step}` : record.kind));
    // only what is printed tells that nobody reads: by then the next step may have begun
    expect(told.slice(0, 2)).toEqual(["intent 101-scsihw", "result 101-scsihw"]);
    expect(told.filter((line) => line.startsWith("intent"))).toHaveLength(told.length / 2);
    expect(told).not.toContain("intent 105-scsi0");
    pve.clearFaults();
    const second = await run("apply", join(root, "plan.json"), "--journal", journal).ended;
    expect({ code: second.code, err: second.err }).toEqual({ code: 0, err: "" });
    const [older = "", newer = ""] = readJournals(journal).runs.map(({ begin }) => begin.run);
    const said = second.out.replaceAll(/\s+/g, " ");
    expect(said).toContain(
      `lanekeeper rollback ${newer}, then lanekeeper rollback ${older}: only both take it back`,
    );
    // what was taken back already is not named once more
    for (const one of [newer, older])
      expect((await run("rollback", one, "--journal", journal).ended).code).toBe(0);
    const third = await run("apply", join(root, "plan.json"), "--journal", journal).ended;
    const next = third.out.replaceAll(/\s+/g, " ");
    expect(next).toMatch(/Next: lanekeeper rollback \S+ takes it back/);
    expect(next).not.toContain("only");
  });
});

describe.each(ways)("restart and %s", (_, stop, words) => {
  it("starts again what it has shut down, and leaves the others alone", async () => {
    const before = pve.state.running.get(105);
    const restart = run("restart", "103", "105", "--format", "json");
    at(/103\/status\/start/, () => stop(restart));
    const { code, out } = await restart.ended;
    expect(pve.state.running.has(103)).toBe(true);
    // JSON is printed at the end: only then it comes out that nobody reads
    if (words === "nobody reads") return;
    expect(code).toBe(3);
    expect(out).toContain(`left alone: ${words}`);
    expect(pve.state.running.get(105)).toBe(before);
  });
});

it("starts again on every node what is down, where nobody reads what was printed of the first", async () => {
  const restart = run("restart", "103", "105", "--parallel", "2");
  // by then both are told to go on: what was shown before is not what nobody reads
  at(/103\/status\/shutdown/, () => restart.stopReading());
  pve.fault({ on: { path: /105\/status\/start/ }, effect: { kind: "slow", milliseconds: 1500 } });
  await restart.ended;
  expect([103, 105].filter((vmid) => !pve.state.running.has(vmid))).toEqual([]);
});

it("ends at once when it is told twice", async () => {
  const apply = run("apply", join(root, "plan.json"), "--journal", mkdtempSync(join(root, "journal-")));
  at(
    /101\/config/,
    () => {
      apply.child.kill("SIGINT");
      setTimeout(() => apply.child.kill("SIGINT"), 700);
    },
    "PUT",
  );
  pve.fault({ on: { path: /101\/config/, method: "PUT" }, effect: { kind: "silence" } });
  expect((await apply.ended).code).toBe(130);
});
