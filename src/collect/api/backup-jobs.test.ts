import { describe, expect, it } from "vitest";
import { backupJobsIn } from "./backup-jobs.ts";

const one = (row: object): unknown => backupJobsIn([{ id: "j", ...row }])[0];

describe("GET /cluster/backup", () => {
  it("says fleecing as an object, as a property string, or not at all", () => {
    const on = { enabled: true, storage: "fast" };
    for (const fleecing of [{ enabled: 1, storage: "fast" }, "enabled=1,storage=fast", "1,storage=fast,,"])
      expect(one({ fleecing })).toMatchObject({ fleecing: on });
    expect(one({ fleecing: "storage=fast" })).toMatchObject({ fleecing: { enabled: false } });
    expect(one({})).not.toHaveProperty("fleecing");
  });

  it("means all guests, some, or those of a pool", () => {
    expect(one({ all: 1, exclude: "101,102;x 103" })).toMatchObject({
      guests: { kind: "all", but: [101, 102, 103] },
    });
    expect(one({ vmid: "101" })).toMatchObject({ guests: { kind: "some", vmids: [101] } });
    expect(one({ pool: "prod", all: 0 })).toMatchObject({ guests: { kind: "pool", pool: "prod" } });
  });

  it("knows jobs of old, and those that are off", () => {
    expect(one({ dow: "mon,fri", starttime: "02:00", enabled: "0" })).toMatchObject({
      schedule: "mon,fri 02:00",
      enabled: false,
    });
  });

  it.each([null, {}, [1], [{}], [{ id: "" }]])("%j is none", (data) => {
    expect(() => backupJobsIn(data)).toThrow();
  });
});
