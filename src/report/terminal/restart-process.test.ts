import { describe, expect, it } from "vitest";
import { processWords } from "./restart-process.ts";

const check = { drive: "scsi0", property: "rotation_rate", wanted: "1", found: "1" } as const;

describe("what the new process shows", () => {
  it("names what is confirmed, and apart from it what is not", () => {
    const why = "the process does not show it";
    expect(
      processWords({
        checks: [
          { ...check, outcome: "confirmed" },
          { ...check, property: "write-cache", wanted: "on", found: null, outcome: "open", why },
          { ...check, property: "iothread", wanted: "own", found: null, outcome: "open", why },
        ],
      }),
    ).toEqual([
      "its process shows scsi0 (rotation_rate 1)",
      "not verified by the process: scsi0 write-cache, scsi0 iothread (the process does not show it)",
    ]);
  });

  it("says why nothing is verified", () => {
    expect(processWords({ checks: [], unread: "HTTP 403" })).toEqual([
      "not verified by the process: HTTP 403",
    ]);
  });

  it("is silent where there is nothing to show", () => {
    expect(processWords({ checks: [] })).toEqual([]);
  });
});
