import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuditReport } from "../../src/index.ts";
import type { Plan } from "../../src/model/plan.ts";
import { demoSnapshot } from "../api/demo-snapshot.ts";
import { guestPath } from "../simulated-pve/cluster-state.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { runCli } from "../support/run-cli.ts";
import { schemaErrors } from "../support/shipped-schema.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { journalsIn } from "./apply-directly.ts";
import { checkInvariants, momentOf } from "./invariants.ts";
import { labCluster } from "./lab-cluster.ts";

const folder = useTemporaryFolder();
let pve: SimulatedPve;
beforeEach(async () => {
  pve = await startSimulatedPve({ snapshot: await demoSnapshot() });
});
afterEach(() => pve.stop());

const cli = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCli(args, {
    env: { LANG: "C.UTF-8", COLUMNS: "100", HOME: folder.at("home"), ...env },
    folder: folder.at("."),
  });

const from = (other: SimulatedPve = pve): readonly string[] => [
  "--from",
  other.url("pve1"),
  "--ca",
  folder.put("ca.pem", other.ca),
];
const reader = (): Readonly<Record<string, string>> => ({ LANEKEEPER_TOKEN: pve.token() });
const writer = (other: SimulatedPve = pve): Readonly<Record<string, string>> => ({
  LANEKEEPER_WRITE_TOKEN: other.token(),
});
const path = (): string => folder.at("plan.json");
const planned = (): Plan => JSON.parse(readFileSync(path(), "utf8")) as Plan; // what plan wrote

const makePlan = async (): Promise<Plan> => {
  const { code, err } = await cli(["plan", ...from(), "-o", path()], reader());
  expect({ code: code ?? 0, err: err.replace(/^.*written.*\n/m, "") }).toMatchObject({ code: 0 });
  return planned();
};

describe("plan, apply, audit, rollback of a whole cluster", () => {
  it("clears what the plan said, changes nothing else, and goes back to where it was", async () => {
    const before = momentOf(pve.state);
    const texts = new Map(pve.state.files);
    const plan = await makePlan();
    expect(plan.steps.length).toBeGreaterThan(3);
    const steps = plan.steps.filter(({ needs }) => needs === undefined);
    const applied = await cli(
      ["apply", path(), ...from(), "--yes", "--format", "json", ...steps.flatMap(({ id }) => ["--only", id])],
      writer(),
    );
    const { steps: told } = JSON.parse(applied.out) as {
      steps: readonly { outcome: string; message?: string }[];
    };
    expect(told.filter(({ outcome }) => outcome !== "pending" && outcome !== "active")).toEqual([]);
    expect(applied.code).toBe(0);
    const journal = folder.at("home/.local/state/lanekeeper/journal");
    checkInvariants(before, pve.state, plan, journalsIn(journal));

    const audit = await cli(["audit", ...from(), "--format", "json"], reader());
    const { findings } = JSON.parse(audit.out) as AuditReport; // what audit prints
    const left = new Set(
      findings.filter(({ clearedByPending }) => clearedByPending !== true).map(({ id }) => id),
    );
    const cleared = steps.flatMap(({ clears }) => clears);
    const others = new Set(
      [...plan.hostSteps, ...plan.steps.filter(({ needs }) => needs !== undefined)].flatMap(({ clears }) =>
        clears.map(({ id }) => id),
      ),
    );
    expect(cleared.filter(({ id }) => left.has(id) && !others.has(id))).toEqual([]);

    expect((await cli(["rollback", "last", ...from(), "--yes"], writer())).code).toBe(0);
    for (const [name, text] of texts)
      if (name.includes("qemu-server"))
        expect(valuesIn(pve.state.files.get(name) ?? "")).toEqual(valuesIn(text));
  });

  /** Proxmox VE prints a file it writes in its own order. */
  const valuesIn = (text: string): readonly string[] =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(",").sort().join(","))
      .sort();
});

describe("a line that Proxmox VE cannot read", () => {
  it("keeps a plan away from its guest, because an API does not show it and a write would lose it", async () => {
    const before = await makePlan();
    const [first] = before.steps;
    const path = guestPath(first?.node ?? "", first?.vmid ?? 0);
    const text = pve.state.files.get(path) ?? "";
    pve.state.files.set(path, `${text}virtio7: san-lvm:vm-${first?.vmid}-disk-9,ssd=1\n`);
    const plan = await makePlan();
    expect(plan.steps.filter(({ vmid }) => vmid === first?.vmid)).toEqual([]);
    expect(plan.refused).toContainEqual(
      expect.objectContaining({ reason: expect.stringContaining("its file is not what the API shows") }),
    );
    const audit = await cli(["audit", ...from(), "--format", "json"], reader());
    const { unreadableFiles } = JSON.parse(audit.out) as AuditReport; // what audit prints
    expect(unreadableFiles).toContainEqual({
      path: path.replace(/^.*(?=nodes\/)/, ""),
      reason: expect.stringContaining("the API does not show all of it"),
    });
  });
});

describe("an empty plan", () => {
  it("is carried out by doing nothing, and one with host steps left is not", async () => {
    const plan = await makePlan();
    const put = (some: Partial<Plan>): string =>
      folder.put("empty.json", JSON.stringify({ ...plan, ...some }));
    const apply = (file: string, ...more: readonly string[]) =>
      cli(["apply", file, ...from(), ...more], writer());
    const none = put({ steps: [], hostSteps: [] });
    expect(await apply(none)).toMatchObject({ code: undefined, err: "" });
    const told = JSON.parse((await apply(none, "--format", "json")).out) as unknown;
    expect(told).toMatchObject({ run: "none", finished: true, steps: [] });
    expect(schemaErrors("run-1", told)).toBeNull();
    expect(plan.hostSteps.length).toBeGreaterThan(0);
    expect(await apply(put({ steps: [] }))).toMatchObject({
      code: 2,
      err: expect.stringContaining("--host-steps"),
    });
    expect(pve.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});

describe("apply is refused before anything is written", () => {
  const puts = (): number => pve.requests.filter(({ method }) => method !== "GET").length;

  it("without the token for writing, even where there is one for reading", async () => {
    await makePlan();
    const { code, err } = await cli(["apply", path(), ...from(), "--yes"], reader());
    expect(code).toBe(2);
    expect(err).toContain("LANEKEEPER_WRITE_TOKEN");
  });

  it("without a terminal and without --yes, and where the answer is no", async () => {
    await makePlan();
    const { code, err } = await cli(["apply", path(), ...from()], writer());
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("no terminal") });
    const no = await runCli(["apply", path(), ...from()], {
      env: { HOME: folder.at("home"), ...writer() },
      ask: async () => "y",
    });
    expect(no).toMatchObject({ code: 2, err: expect.stringContaining("nothing was changed") });
    expect(puts()).toBe(0);
  });

  it("on another cluster", async () => {
    await makePlan();
    const other = await startSimulatedPve({ snapshot: labCluster });
    const { code, err } = await cli(["apply", path(), ...from(other), "--yes"], writer(other));
    await other.stop();
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining("and this is lab pve1 pve2 pve3"),
    });
  });

  it("where the plan is none, of another version, damaged, tampered with, or has no such step", async () => {
    const plan = await makePlan();
    const [first] = plan.steps;
    for (const [text, words] of [
      ["{", "is not JSON"],
      ['{"schema":"lanekeeper/audit/1"}', "is no plan"],
      ['{"schema":"lanekeeper/plan/2"}', "another version"],
      [JSON.stringify({ ...plan, steps: [{ ...first, vmid: "1" }] }), "steps.0.vmid"],
      [JSON.stringify({ ...plan, steps: [{ ...first, option: "efidisk0" }] }), "is refused"],
    ] as const) {
      const file = folder.put("other.json", text);
      expect(await cli(["apply", file, ...from(), "--yes"], writer())).toMatchObject({
        code: 2,
        err: expect.stringContaining(words),
      });
    }
    expect((await cli(["apply", path(), ...from(), "--yes", "--only", "999"], writer())).err).toContain(
      "no step, guest or rule 999",
    );
    expect((await cli(["apply", path(), ...from(), "--yes", "--max-age", "soon"], writer())).err).toContain(
      "is no time",
    );
    expect(puts()).toBe(0);
  });

  it("where no journal can be written", async () => {
    await makePlan();
    const journal = folder.put("file");
    expect((await cli(["apply", path(), ...from(), "--yes", "--journal", journal], writer())).code).toBe(2);
    expect(puts()).toBe(0);
  });
});
