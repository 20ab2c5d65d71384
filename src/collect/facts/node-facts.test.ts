import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../../../test/support/temporary-folder.ts";
import type { UnreadableFile } from "../../model/cluster.ts";
import { readNodeFacts } from "./node-facts.ts";

const { at, put } = useTemporaryFolder();

const json = '{"filesystems": [{"target": "/", "source": "/dev/sda1", "fstype": "ext4", "options": "rw"}]}';

describe("readNodeFacts", () => {
  it("reads nothing from a node that was asked nothing", () => {
    const unreadable: UnreadableFile[] = [];
    expect(readNodeFacts("pve1", at("none"), "facts/pve1", unreadable)).toEqual({ name: "pve1" });
    expect(unreadable).toEqual([]);
  });

  it("reads each command's output and says where it stood", () => {
    put("uname.txt", "6.17.9-1-pve\n");
    put("findmnt.json", json);
    const node = readNodeFacts("pve1", at(""), "facts/pve1", []);
    expect(node.kernel).toEqual({ value: "6.17.9-1-pve", source: "facts/pve1/uname.txt" });
    expect(node.mounts).toMatchObject({ source: "facts/pve1/findmnt.json" });
  });

  it.each([
    ["findmnt.json", "findmnt.txt"],
    ["findmnt.txt", "findmnt.json"],
  ])("takes %s where %s could not be read, and names that one", (good, bad) => {
    put(good, json);
    put(bad, "nothing of the kind");
    const unreadable: UnreadableFile[] = [];
    expect(readNodeFacts("pve1", at(""), "f", unreadable).mounts).toMatchObject({ source: `f/${good}` });
    expect(unreadable).toEqual([{ path: `f/${bad}`, reason: "is not an output of findmnt" }]);
  });
});
