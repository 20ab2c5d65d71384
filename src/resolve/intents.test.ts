import { describe, expect, it } from "vitest";
import { policyOf } from "../../test/support/policy.ts";
import { exampleOf } from "../../test/support/resolved-example.ts";
import type { ResolvedGuest } from "../model/resolved.ts";
import { resolve } from "./resolve.ts";

function guest101(line: string, policy: string): ResolvedGuest {
  const guest = resolve(exampleOf(line), policyOf(policy)).guests.find(({ vmid }) => vmid === 101);
  if (guest === undefined) throw new Error("no guest 101");
  return guest;
}

const intents = (line: string, policy: string): object => Object.fromEntries(guest101(line, policy).intents);
const line = "name: web-01 | tags: golden;prod | scsi0: tank:vm-101-disk-0 | scsi1: tank:vm-101-disk-1";

describe("what is declared of a guest", () => {
  it("comes from its tags, with their line", () => {
    expect(intents(line, "")).toEqual({ golden: expect.stringMatching(/^101\.conf:\d+$/) });
  });

  it.each(["101", "web-01", "WEB-*", "10?"])("comes from the policy too, by %s", (pattern) => {
    expect(intents(line, `guests: {"${pattern}": scratch}`)).toEqual({
      golden: expect.any(String),
      scratch: "lanekeeper.yaml:1",
    });
  });

  it.each(["10", "1010", "eb-01", "web"])("not from a pattern that names another: %s", (pattern) => {
    expect(intents(line, `guests: {"${pattern}": scratch}`)).not.toHaveProperty("scratch");
  });

  it("adds up over all patterns that match", () => {
    expect(
      intents("name: a", "guests: {101: golden, a: [scratch, disposable], '*': infrastructure}"),
    ).toEqual({
      golden: "lanekeeper.yaml:1",
      scratch: "lanekeeper.yaml:1",
      disposable: "lanekeeper.yaml:1",
      infrastructure: "lanekeeper.yaml:1",
    });
  });

  it("takes the policy's meaning of a tag instead of the built-in one", () => {
    expect(Object.keys(intents(line, "tags: {PROD: ['lane:shared', memory-sensitive], golden: []}"))).toEqual(
      ["lane:shared", "memory-sensitive"],
    );
  });

  it("decides the quadrant", () => {
    expect(guest101(line, "guests: {101: specialty}").quadrant.role).toBe("specialty");
  });
});

describe("what is declared of a drive", () => {
  it("is its guest's, and what was said of it alone", () => {
    const [first, second] = guest101(line, "drives: {101 scsi1: [sequential, scratch]}").drives;
    expect([...(first?.intents.keys() ?? [])]).toEqual(["golden"]);
    expect([...(second?.intents.keys() ?? [])]).toEqual(["golden", "sequential", "scratch"]);
  });

  it("is not said of the same drive of another guest", () => {
    const [first] = guest101(line, "drives: {102 scsi0: scratch}").drives;
    expect(first?.intents.has("scratch")).toBe(false);
  });
});
