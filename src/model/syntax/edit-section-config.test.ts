import { expect, it } from "vitest";
import { withProperty } from "./edit-section-config.ts";

const cfg =
  "dir: local\n\tpath /x\n\n# mine\nzfspool: tank\n\tpool tank\n\tsparse 0\n\nzfspool: rust\n\tpool rust";

it("sets a property of one section, where it is written or at the section's end", () => {
  expect(withProperty(cfg, "tank", "sparse", "1")).toBe(cfg.replace("sparse 0", "sparse 1"));
  expect(withProperty(cfg, "rust", "sparse", "1")).toBe(`${cfg}\n\tsparse 1\n`);
  expect(withProperty("dir: a\n\ndir: b\n", "a", "path", "/y")).toBe("dir: a\n\tpath /y\n\ndir: b\n");
  expect(withProperty(cfg, "gone", "sparse", "1")).toBe(cfg);
});
