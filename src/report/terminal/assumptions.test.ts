import { expect, it } from "vitest";
import { type AssumptionVerdict, assumptions, type JudgedAssumption } from "../../model/assumptions.ts";
import { terminalAssumptions } from "./assumptions.ts";
import { width } from "./lines.ts";
import type { Style } from "./style.ts";

const plain = (columns: number): Style => ({ columns, colour: "none", ascii: false });

const judged = (verdict: AssumptionVerdict): readonly JudgedAssumption[] =>
  assumptions.map((one) => (one.refuted === undefined ? { ...one, verdict } : one));

it("lists all without a cluster, refuted ones with what is true instead", async () => {
  await expect(terminalAssumptions({ assumptions }, plain(80))).toMatchFileSnapshot(
    "golden/assumptions-80.txt",
  );
});

it.each<[AssumptionVerdict, string, string]>([
  [{ kind: "holds" }, "HOLD", "1 disputed"],
  [{ kind: "doubted", because: ["Proxmox VE 10 on pve1"] }, "IN DOUBT", "11 in doubt"],
  [{ kind: "contradicted", because: ["storage ceph is rbd"] }, "CONTRADICTED", "11 contradicted"],
  [
    { kind: "open", missing: [{ fact: "version of x", node: "pve1", access: "shell", how: "y" }] },
    "version of x (pve1)",
    "11 open",
  ],
])("%j: says so, and what it rests on", (verdict, text, count) => {
  const out = terminalAssumptions({ assumptions: judged(verdict), cluster: "lab" }, plain(80));
  expect(out).toContain(text);
  expect(out).toContain(count);
  expect(out).toContain("18 assumptions about lab: ");
});

it.each([40, 80, 160])("stays within %i columns and shows no escapes of a name", (columns) => {
  const verdict: AssumptionVerdict = {
    kind: "doubted",
    because: ["pool \u001b[31mx of pve1 has a log device"],
  };
  const out = terminalAssumptions({ assumptions: judged(verdict), cluster: "\u001b[31m" }, plain(columns));
  expect(Math.max(...out.split("\n").map(width))).toBeLessThanOrEqual(columns);
  expect(out).not.toContain("\u001b");
});
