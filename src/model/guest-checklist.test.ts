import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { checklistFor, checklistSystems } from "./guest-checklist.ts";

const page = readFileSync(new URL("../../docs/topics/guest-os.md", import.meta.url), "utf8");

it.each(checklistSystems)("the page guest-os says what the list of %s says", (os) => {
  const section = page
    .split(new RegExp(`^## ${os}\n`, "im"))[1]
    ?.split("\n## ")[0]
    ?.trim();
  const lines = checklistFor(os).map(
    ({ what, command, expect: shown, why }) => `- ${what}: \`${command}\` shows ${shown}. Why: ${why}.`,
  );
  expect(lines.length).toBeGreaterThan(2);
  expect(section).toBe(lines.join("\n"));
});

it("has an id once, and nothing for systems the policy does not know", () => {
  const ids = checklistSystems.flatMap((os) => checklistFor(os).map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(checklistFor("other")).toEqual([]);
});

it("has commands that fit an 80-column terminal below their item: a command that wraps cannot be pasted", () => {
  const widest = Math.max(...checklistSystems.flatMap(checklistFor).map(({ command }) => command.length));
  expect(widest).toBeLessThanOrEqual(80 - "    → ".length);
});
