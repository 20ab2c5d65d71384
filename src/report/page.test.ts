import { expect, it } from "vitest";
import { terminalPage } from "./page.ts";

it("wraps what follows lines that are to be copied", () => {
  const long = "word ".repeat(40).trim();
  const page = `# title\nAbout.\n\n## Heading\n\n\`\`\`\n${long}\n\`\`\`\n\n- ${long}\n`;
  const lines = terminalPage(page, 80, { fail: "x", pass: "v", open: "?" }).split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([`  ${long}`]);
});
