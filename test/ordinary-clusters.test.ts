import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runCli } from "./support/run-cli.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

/** Two clusters of ordinary users, in which the audit has to be quiet and useful. */
describe("ordinary clusters", () => {
  it("a stock single node with five guests made in the GUI: three grouped lines, exit 0", async () => {
    const { out, code } = await runCli(["audit", "--from", fixture("stock-single-node")]);
    expect(code).toBe(0);
    expect(out.match(/^△ /gm)).toHaveLength(2 + 5 + 2); // two findings, five rows of the lane table, the verdict at both ends
    expect(out).toMatch(/△ 5 drives +discard is ignore/);
    expect(out).toMatch(/△ 5 guests +agent is off/);
    expect(out).toContain("NOTE  5: ssd-not-announced");
    expect(out).toContain("one node: nothing can move");
  });

  it("three nodes on Ceph with thirty guests: nothing failed", async () => {
    const { out, code } = await runCli(["audit", "--from", fixture("three-node-ceph")]);
    expect(code).toBe(0);
    expect(out.split("\n")[0]).toMatch(/^office {2}\? \d+ of \d+ pass, \d+ open, nothing failed/);
    expect(out.split("\n").length).toBeLessThan(30);
  });
});
