import { expect, it } from "vitest";
import { checklistFor } from "../../model/guest-checklist.ts";
import { checklistLines } from "./show-checklist.ts";
import type { Style } from "./style.ts";

const style: Style = { columns: 80, colour: "none", ascii: false };
const linesOf = (os: "linux" | "windows" | "other"): readonly string[] =>
  checklistLines(checklistFor(os), style);

it("lists what to look at, with the command and what it shows, and says that nothing is judged", () => {
  const lines = linesOf("linux");
  expect(lines[0]).toContain("nothing here is judged");
  expect(lines).toContain("    → systemctl is-enabled fstrim.timer");
  expect(lines).toContain("      shows enabled");
  expect(lines.join("\n")).not.toMatch(/[✗▲△✓?]/);
  expect(linesOf("windows").join("\n")).toContain("NTFS clusters of 16K");
});

it("says nothing of systems the policy does not know", () => {
  expect(linesOf("other")).toEqual([]);
});
