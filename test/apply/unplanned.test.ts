import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { plannedKeys } from "../../src/apply/check-planned.ts";
import { readPlanFile } from "../../src/apply/read-plan.ts";
import { selectSteps } from "../../src/apply/select-steps.ts";
import type { HostStep } from "../../src/model/plan.ts";
import { stateFromSnapshot } from "../simulated-pve/state-from-snapshot.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { directStep } from "./direct-step.ts";
import { labCluster } from "./lab-cluster.ts";
import { planFor, type WantedChange } from "./plan-for.ts";

const folder = useTemporaryFolder();
const plan = (edits: WantedChange["edits"], hostSteps: readonly HostStep[] = []) =>
  planFor(stateFromSnapshot(labCluster, {}), [{ vmid: 101, option: "scsi0", edits }], { hostSteps });
const read = (...made: Parameters<typeof plan>) =>
  readPlanFile(folder.put("plan.json", JSON.stringify(plan(...made))));

describe("a plan's file", () => {
  it.each<[WantedChange["edits"]]>([
    [{ snapshot: "1" }],
    [{ cache: "unsafe" }],
    [{ werror: "ignore" }],
    [{ discard: "on", backup: "0" }],
    [{ ro: "1" }],
    [{ mbps: "1" }],
  ])("with %o, which no rule proposes, is refused", (edits) => {
    expect(() => read(edits)).toThrow("no rule proposes");
  });

  it.each<[string, string | null]>([
    ["scsihw", "lsi"],
    ["scsihw", null],
    ["balloon", "1"],
    ["agent", null],
  ])("with %s %s, which no rule proposes, is refused", (option, to) => {
    const made = planFor(stateFromSnapshot(labCluster, {}), [{ vmid: 101, option, edits: { "": to } }]);
    expect(() => readPlanFile(folder.put("plan.json", JSON.stringify(made)))).toThrow("no rule proposes");
  });

  it("with a dataset that would lose what was synced is refused", () => {
    const step: HostStep = {
      ...directStep,
      id: "pve1:tank:sync",
      argv: ["zfs", "set", "sync=disabled", "tank"],
      inverse: ["zfs", "set", "sync=standard", "tank"],
      read: ["zfs", "get", "-Hp", "-o", "value", "sync", "tank"],
      from: "standard",
      to: "disabled",
    };
    expect(() => read({ discard: "on" }, [step])).toThrow("no rule proposes sync=disabled");
    const back: HostStep = {
      ...step,
      argv: step.inverse,
      inverse: step.argv,
      from: "disabled",
      to: "standard",
    };
    expect(read({ discard: "on" }, [back]).plan.hostSteps).toHaveLength(1);
  });

  it("may take away what is dangerous, and every key that a rule changes", () => {
    expect(read({ snapshot: null, cache: "none" }).plan.steps).toHaveLength(1);
    const rules = readdirSync("src/rules", { recursive: true, encoding: "utf8" }).filter(
      (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
    );
    const changed = rules.flatMap((name) =>
      [...readFileSync(`src/rules/${name}`, "utf8").matchAll(/driveChange\(\w+, "(\w+)"/g)].map(
        ([, key]) => key,
      ),
    );
    expect(changed.length).toBeGreaterThan(5);
    expect(changed.filter((key) => key === undefined || !plannedKeys.has(key))).toEqual([]);
  });
});

it("--only takes several behind commas, and none that the plan lacks", () => {
  const { steps, hostSteps } = plan({ discard: "on" });
  expect(selectSteps({ steps, hostSteps }, ["101-scsi0,drive/iothread-off"]).steps).toEqual(steps);
  expect(() => selectSteps({ steps, hostSteps }, ["101,102"])).toThrow("rule 102");
});
