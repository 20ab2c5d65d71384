import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { defaultPolicy } from "../../model/policy.ts";
import { cacheNotCoherent } from "./cache-not-coherent.ts";

const sanWriteback = "scsi0: san:vm-101-disk-0,cache=writeback";

describe("drive/cache-not-coherent", () => {
  itHoldsItsPage(cacheNotCoherent);

  it("says who else may open the volume", () => {
    expect(judgeLine(cacheNotCoherent, sanWriteback)).toMatchObject({
      message: "cache is writeback (written), and this guest can move",
      evidence: [
        { fact: "cache in force", source: "101.conf:1" },
        { fact: "storage san", value: "lvm, shared" },
      ],
    });
    expect(judgeLine(cacheNotCoherent, `${sanWriteback} | @ha started`)).toMatchObject({
      message: "cache is writeback (written), and HA may start this guest on another node",
      evidence: [{}, {}, { fact: "HA", value: "state started" }],
    });
  });

  it("names what it does not know, and stays at the lowest certain severity", () => {
    expect(judgeLine(cacheNotCoherent, `${sanWriteback} | @bare`)).toMatchObject({
      severity: "error",
      message: expect.stringContaining("not known: number of nodes"),
    });
  });

  it("says what unsafe does", () => {
    const outcome = judgeLine(cacheNotCoherent, "scsi0: san:vm-101-disk-0,cache=unsafe");
    expect(outcome).toMatchObject({ message: expect.stringContaining("flushes are thrown away") });
  });

  it("brings the wanted aio along on lvm, for a person to look at", () => {
    expect(judgeLine(cacheNotCoherent, sanWriteback)).toMatchObject({
      remedy: {
        safety: "review",
        changes: [
          { key: "cache", from: "writeback", to: "none" },
          { key: "aio", from: null, to: "io_uring" },
        ],
      },
    });
    expect(judgeLine(cacheNotCoherent, sanWriteback, { ...defaultPolicy, aioOnLvm: "leave" })).toMatchObject({
      remedy: { safety: "safe", changes: [{ key: "cache", to: "none" }] },
    });
    expect(judgeLine(cacheNotCoherent, "scsi0: nas:101/vm-101-disk-0.raw,cache=writeback")).toMatchObject({
      remedy: { safety: "safe", changes: [{ key: "cache", to: "none" }] },
    });
  });
});
