import { describe, expect, it } from "vitest";
import { textTable } from "./table.ts";

const longest = (text: string): number => Math.max(...text.split("\n").map((line) => line.length));

describe("a table", () => {
  it("breaks prose before names", () => {
    const rows = [
      ["guest/passthrough-without-fixed-memory", "a guest that keeps a balloon which cannot work"],
    ];
    const text = textTable(["rule", "fails when"], rows, 60);
    expect(text).toContain("guest/passthrough-without-fixed-memory  a guest that keeps");
    expect(longest(text)).toBeLessThanOrEqual(60);
  });

  it("breaks names behind a hyphen where nothing else is left", () => {
    const text = textTable(["a", "b"], [["virtio-scsi-single", "virtio-scsi-single"]], 30);
    expect(text).toContain("virtio-scsi-    virtio-scsi-\nsingle          single");
    expect(longest(text)).toBeLessThanOrEqual(30);
  });
});
