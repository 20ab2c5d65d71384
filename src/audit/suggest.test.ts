import { describe, expect, it } from "vitest";
import { policyOf } from "../../test/support/policy.ts";
import { exampleOf } from "../../test/support/resolved-example.ts";
import type { Suggestion } from "../model/audit-report.ts";
import { resolve } from "../resolve/resolve.ts";
import { audit } from "./audit.ts";
import { suggestDeclarations } from "./suggest.ts";

function suggested(line: string, text = ""): readonly string[] {
  const snapshot = exampleOf(line);
  const policy = policyOf(text);
  const options = {
    tool: { name: "lanekeeper", version: "0" },
    generatedAt: "2026-11-22T10:00:00.000Z",
    sources: [],
    policy,
  };
  const cluster = resolve(snapshot, policy);
  const word = ({ section, name, says, closes, clears }: Suggestion): string =>
    `${section} ${name} ${says} ${closes} ${clears}`;
  return suggestDeclarations(snapshot, cluster, audit(cluster, options), options).map(word);
}

describe("a suggested declaration", () => {
  it("is the medium of a storage nobody can see, where a judgement waits for it", () => {
    const two = "scsi0: san:vm-101-disk-0 | scsi1: san:vm-101-disk-1 | @other 102 scsi0: san:vm-102-disk-0";
    expect(suggested(two)).toEqual(["storages san medium: ssd 3 0"]);
    expect(suggested(two, "storages: {san: {medium: hdd}}")).toEqual([]);
  });

  it("is none where the verdict would stay", () => {
    expect(suggested("scsi0: tank:vm-101-disk-0")).toEqual([]); // its disks were read
    expect(suggested("virtio0: san:vm-101-disk-0")).toEqual([]); // virtio cannot say so
    expect(suggested("scsi0: thin:vm-101-disk-0,cache=writeback")).toEqual([]); // nothing pins it
  });

  it("is an intent that would clear an error, once it holds", () => {
    const pinned = "scsi0: thin:vm-101-disk-0,cache=writeback | hostpci0: mapping=gpu";
    expect(suggested(pinned)).toEqual(["guests 101 disposable 0 1"]);
    expect(suggested(`${pinned} | tags: disposable`)).toEqual([]);
    expect(suggested("scsi0: thin:vm-101-disk-0,cache=unsafe")).toEqual(["guests 101 scratch 0 1"]);
    const waiver =
      "waivers: [{rule: drive/writeback-not-earned, where: {vmid: 101}, reason: r, by: b, until: 2027-01-01}]";
    expect(suggested(pinned, waiver.replace("drive/writeback-not-earned", "drive/aio-threads"))).toHaveLength(
      1,
    );
  });

  it("comes first where it changes the most", () => {
    const line =
      "scsi0: san:vm-101-disk-0 | scsi1: chain:vm-101-disk-1.qcow2 | scsi2: chain:vm-101-disk-2.qcow2";
    expect(suggested(line)).toEqual(["storages chain medium: ssd 2 0", "storages san medium: ssd 1 0"]);
  });
});
