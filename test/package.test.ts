import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { useTemporaryFolder } from "./support/temporary-folder.ts";

const temporary = useTemporaryFolder();
const root = fileURLToPath(new URL("..", import.meta.url));

it("npm pack, installed into an empty folder, audits the bundled cluster without any dependency", () => {
  const folder = temporary.at("");
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: root,
    encoding: "utf8",
  });
  const tarball = packed.trim().split("\n").at(-1) ?? "";
  temporary.put("package.json", '{ "private": true }\n');
  execFileSync(
    "npm",
    ["install", "--silent", "--offline", "--no-audit", "--no-fund", join(folder, tarball)],
    { cwd: folder },
  );
  const installed = execFileSync("ls", [join(folder, "node_modules")], { encoding: "utf8" });
  expect(installed.trim()).toBe("lanekeeper");
  const run = (...args: readonly string[]): string =>
    execFileSync(join(folder, "node_modules", ".bin", "lanekeeper"), args, { cwd: folder, encoding: "utf8" });
  expect(run("--version").trim()).toMatch(/^\d+\.\d+\.\d+$/);
  expect(run("audit", "--demo", "--guest", "202")).toContain("homelab");
  expect(run("explain", "aio-native-blocks")).toContain("What it sees");
  expect(run("explain", "cache")).toContain("page cache");
});
