import { readFileSync, writeFileSync } from "node:fs";
import { argv, exit, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { markdownPolicy } from "../src/index.ts";
import { commandsPage } from "./docs/commands-page.ts";
import { factsPage } from "./docs/facts-page.ts";
import { rulesPage } from "./docs/rules-page.ts";
import { schemas } from "./docs/schemas.ts";
import { terminalPicture } from "./docs/terminal-picture.ts";

/** Writes what is generated from the code; with --check it fails when a file on disk is not what would be written. */
const files: readonly (readonly [string, () => string | Promise<string>])[] = [
  ["docs/rules.md", rulesPage],
  ["docs/facts.md", factsPage],
  ["docs/policy.md", markdownPolicy],
  ["docs/commands.md", commandsPage],
  ["docs/audit-demo.svg", () => terminalPicture(["audit", "--demo"])],
  [
    "docs/plan-demo.svg",
    () => terminalPicture(["plan", "--demo", "--guest", "302,701", "--rule", "drive/*"]),
  ],
  ...schemas(),
];

const stale: string[] = [];
for (const [path, make] of files) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const wanted = await make();
  if (!argv.includes("--check")) writeFileSync(file, wanted);
  else if (contentOf(file) !== wanted) stale.push(path);
}
if (stale.length > 0) {
  stdout.write(`not fresh: ${stale.join(", ")}; run npm run docs and read what changed\n`);
  exit(1);
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
