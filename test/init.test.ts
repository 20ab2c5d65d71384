import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { policyRules, policyText, type Suggestion } from "../src/index.ts";
import { readPolicyFile } from "../src/policy/read-policy-file.ts";
import { runCli } from "./support/run-cli.ts";
import { useTemporaryFolder } from "./support/temporary-folder.ts";

const folder = useTemporaryFolder();

/** Runs init on the demo, with a person who gives these answers in turn. */
async function init(answers: readonly string[], ...more: readonly string[]) {
  const asked: string[] = [];
  const left = [...answers];
  const ask = async (question: string): Promise<string> => {
    asked.push(question);
    return left.shift() ?? "";
  };
  const written = await runCli(["init", "--demo", ...more], { folder: folder.at(""), ask });
  return { ...written, asked };
}
const file = (): string => readFileSync(folder.at("lanekeeper.yaml"), "utf8");
const policyOf = (text: string) => {
  const reading = readPolicyFile(text, "p", { rules: policyRules, readBase: () => ({ failed: "none" }) });
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return reading.policy;
};

it("asks what would change a verdict, until it has an answer, and nothing once it is declared", async () => {
  const first = await init(["perhaps", "SSD"]);
  expect(first.asked).toEqual(
    Array(2).fill(expect.stringContaining("storage san-lvm: on SSDs or on spinning disks?")),
  );
  expect(first).toMatchObject({ code: undefined, err: "" });
  expect(first.out).toContain("lanekeeper.yaml written: 1 declared, 0 left open");
  expect(policyOf(file()).storages).toEqual({ "san-lvm": { medium: "ssd" } });
  const again = await init([], "-o", "other.yaml", "--policy", "lanekeeper.yaml");
  expect(again.asked).toEqual([]);
  const { out } = await runCli(["audit", "--demo", "--policy", "lanekeeper.yaml"], { folder: folder.at("") });
  expect(out).not.toContain("declare storages");
});

it("leaves what nobody knows as a comment, with and without asking", async () => {
  await init([""]);
  const asked = file();
  expect(asked).toContain("# storages: {san-lvm: {medium: ssd}}? 7 open would close\n");
  expect(policyOf(asked).storages).toEqual({});
  const { out } = await runCli(["init", "--demo", "--yes", "-o", "b.yaml"], { folder: folder.at("") });
  expect(out).toContain("b.yaml written: 0 declared, 1 left open");
  expect(readFileSync(folder.at("b.yaml"), "utf8")).toBe(asked);
});

it("never overwrites, and does not ask in vain", async () => {
  folder.put("lanekeeper.yaml", "mine");
  const { code, err, asked } = await init(["ssd"]);
  expect({ code, asked }).toEqual({ code: 2, asked: [] });
  expect(err).toContain("lanekeeper.yaml is there already");
  expect(file()).toBe("mine");
});

it("needs a terminal or --yes", async () => {
  const { code, err } = await runCli(["init", "--demo"], { folder: folder.at("") });
  expect(code).toBe(2);
  expect(err).toContain("--yes");
});

it("writes names that are no plain keys so that they are read again", () => {
  const storage = (name: string): Suggestion => ({
    section: "storages",
    name,
    says: "medium: ssd",
    closes: 1,
    clears: 0,
  });
  const names = ["a: b", "x\ny", '"', "#", "- a", "null", "1e3", "san"];
  const answers = names.map((name) => ({ suggestion: storage(name), said: "medium: hdd" }));
  const guest: Suggestion = { section: "guests", name: "101", says: "scratch", closes: 0, clears: 1 };
  const disposable = { suggestion: { ...guest, says: "disposable" }, said: "disposable" };
  const policy = policyOf(policyText([...answers, { suggestion: guest, said: "scratch" }, disposable]));
  expect(Object.keys(policy.storages).sort()).toEqual([...names].sort());
  expect(policy.guests).toMatchObject([{ match: "101", value: ["scratch", "disposable"] }]);
  const open = names.map((name) => ({ suggestion: storage(name), said: undefined }));
  expect(policyOf(policyText(open)).storages).toEqual({});
});
