import { expect, it } from "vitest";
import type { AssumptionsOutput } from "../src/model/command-output.ts";
import { runCli } from "./support/run-cli.ts";

it("lists what the policy takes for true, and what is refuted", async () => {
  const { out, code } = await runCli(["assumptions"]);
  expect(code).toBeUndefined();
  expect(out).toContain("TAKEN FOR TRUE");
  expect(out).toContain("REFUTED");
  expect(out).toContain("18 assumptions: 10 taken for true, 1 disputed, 7 refuted");
});

it("judges them for a cluster: the demo runs the versions of the article", async () => {
  const { out } = await runCli(["assumptions", "--demo", "--format", "json"]);
  const { cluster, assumptions }: AssumptionsOutput = JSON.parse(out);
  expect(cluster).toBe("homelab");
  const kinds = assumptions.map(({ id, verdict, refuted }) => [
    id,
    refuted === undefined ? verdict?.kind : "refuted",
  ]);
  expect(kinds).toContainEqual(["aio-default", "holds"]);
  expect(kinds).toContainEqual(["writeback-off-zfs", "doubted"]);
  expect(kinds).toContainEqual(["thick-zvols", "refuted"]);
});

it("ends with 2 where the source cannot be read", async () => {
  const { out, code } = await runCli(["assumptions", "--from", "/nowhere/at/all"]);
  expect({ out, code }).toEqual({ out: "", code: 2 });
});
