import { describe, expect, it } from "vitest";
import type { Vdev } from "../model/cluster.ts";
import { worstPadding } from "./raidz-padding.ts";

const vdev = (kind: string, disks: number): Vdev => ({
  role: "data",
  kind,
  devices: Array.from({ length: disks }, (_, index) => `/dev/sd${index}`),
});

describe("worstPadding", () => {
  it.each([
    ["raidz1", 3, 8, 4],
    ["raidz1", 4, 16, 6],
    ["raidz2", 6, 8, 6],
    ["raidz3", 8, 16, 8],
  ])("%s of %i disks with %iK blocks takes %i sectors", (kind, disks, size, sectors) => {
    expect(worstPadding([vdev(kind, disks)], size * 1024)).toMatchObject({ sectors, data: size / 4 });
  });
  it.each([
    ["mirror", 2, 16],
    ["disk", 1, 8],
    ["raidz2", 6, 16],
    ["raidz1", 5, 64],
  ])("%s of %i disks with %iK blocks is fine", (kind, disks, size) => {
    expect(worstPadding([vdev(kind, disks)], size * 1024)).toBeUndefined();
  });
});
