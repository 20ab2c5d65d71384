import { describe, expect, it } from "vitest";
import { planOfLine } from "../../test/support/planned.ts";
import { exampleOf } from "../../test/support/resolved-example.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import type { HostStep } from "../model/plan.ts";
import { predict } from "./predict.ts";

const line = "scsi0: tank:vm-101-disk-0,iothread=1,size=8G,ssd=1";

describe("predict", () => {
  it("sets what is written, keeps the size, and leaves the snapshot it was given alone", () => {
    const snapshot = exampleOf(line);
    const before = JSON.stringify(snapshot);
    const { guests } = predict(snapshot, planOfLine(line));
    expect(guests[0]?.config).toContain("scsi0: tank:vm-101-disk-0,iothread=1,ssd=1,discard=on,size=8G\n");
    expect(JSON.stringify(snapshot)).toBe(before);
  });

  it("hands a dataset's property down to where nobody set another", () => {
    const snapshot = withDatasets({
      tank: ["standard", "default"],
      "tank/a": ["standard", "default"],
      "tank/a/b": ["always", "local"],
      "tank/a/b/c": ["always", "inherited from tank/a/b"],
      "tank/d": ["standard", "inherited from tank"],
      tanked: ["standard", "default"],
    });
    const after = predict(snapshot, { steps: [], hostSteps: [direct("tank")] });
    expect(valuesOf(after)).toEqual({
      tank: ["disabled", "local"],
      "tank/a": ["disabled", "inherited from tank"],
      "tank/a/b": ["always", "local"],
      "tank/a/b/c": ["always", "inherited from tank/a/b"],
      "tank/d": ["disabled", "inherited from tank"],
      tanked: ["standard", "default"],
    });
  });
});

type Values = Readonly<Record<string, readonly [value: string, source: string]>>;

function withDatasets(values: Values): ClusterSnapshot {
  const datasets = Object.entries(values).map(([name, [value, source]]) => ({
    name,
    properties: { direct: { value, source } },
  }));
  return { ...exampleOf(line), nodes: [{ name: "pve1", datasets: { value: datasets, source: "zfs get" } }] };
}

function valuesOf({ nodes: [node] }: ClusterSnapshot): Values {
  const rows = node?.datasets !== undefined && "value" in node.datasets ? node.datasets.value : [];
  return Object.fromEntries(
    rows.map(({ name, properties: { direct: property } }) => [
      name,
      [property?.value ?? "", property?.source ?? ""],
    ]),
  );
}

function direct(dataset: string): HostStep {
  return {
    id: "x",
    node: "pve1",
    argv: ["zfs", "set", "direct=disabled", dataset],
    inverse: ["zfs", "inherit", "direct", dataset],
    read: ["zfs", "get"],
    from: "standard",
    to: "disabled",
    clears: [],
    safety: "safe",
    risks: [],
  };
}
