import { describe, expect, it } from "vitest";
import { rightsIn } from "./rights.ts";

const auditor = {
  "VM.Audit": 1,
  "Datastore.Audit": 1,
  "Sys.Audit": 1,
  "Mapping.Audit": 1,
  "VM.GuestAgent.Audit": 1,
};
const asker = { who: "a@pve!t", version: "9.2.11" };
const gapsOf = (data: unknown, version = asker.version): readonly string[] =>
  rightsIn({ ok: true, data }, { ...asker, version }).gaps.map(({ path }) => path);

describe("the rights of a token", () => {
  it("are whole with a role of audits on /", () => {
    expect(gapsOf({ "/": auditor })).toEqual([]);
    expect(gapsOf({ "/": auditor, "/vms": auditor, "/storage": auditor })).toEqual([]);
  });

  it("that hold for the path alone do not reach what lies below", () => {
    expect(gapsOf({ "/": { ...auditor, "VM.Audit": 0 } })).toEqual(["VM.Audit on /vms"]);
    expect(gapsOf({ "/": auditor, "/vms": { ...auditor, "VM.Audit": 0 } })).toEqual(["VM.Audit on /vms"]);
  });

  it("on one guest are not rights on all", () => {
    expect(gapsOf({ "/vms/201": auditor })).toContain("VM.Audit on /vms");
  });

  it("that one guest or storage is left out of hide it", () => {
    expect(gapsOf({ "/": auditor, "/vms/201": { "Pool.Audit": 1 } })).toEqual([
      "VM.Audit on /vms",
      "VM.GuestAgent.Audit on /vms",
    ]);
    expect(gapsOf({ "/": auditor, "/storage/san": {} })).toEqual(["Datastore.Audit on /storage"]);
  });

  it("of one guest are those of the nearest path that is listed", () => {
    const has = (data: unknown): boolean | undefined =>
      rightsIn({ ok: true, data }, asker).has("VM.Audit", "/vms/201");
    expect(has({ "/": auditor })).toBe(true);
    expect(has({ "/": auditor, "/vms": { "Pool.Audit": 1 } })).toBe(false);
    expect(has({ "/": {}, "/vms": auditor })).toBe(true);
    expect(has({ "/vms": auditor, "/vms/201": { "Pool.Audit": 1 } })).toBe(false);
  });

  it("name what the release asks for", () => {
    const { "VM.GuestAgent.Audit": _, ...before9 } = auditor;
    expect(gapsOf({ "/": before9 }, "8.4.1")).toEqual(["VM.Monitor on /vms"]);
    expect(gapsOf({ "/": { ...before9, "VM.Monitor": 1 } }, "8.4.1")).toEqual([]);
    expect(gapsOf({ "/": before9 })).toEqual(["VM.GuestAgent.Audit on /vms"]);
  });

  it.each([null, [], "x", {}, { "/": "all" }])("are none in %j", (data) => {
    expect(gapsOf(data)).toContain("VM.Audit on /vms");
  });

  it("are unknown, and said to be, where Proxmox VE does not tell", () => {
    const rights = rightsIn({ ok: false, status: 500, message: "no" }, asker);
    expect(rights.has("VM.Audit", "/vms")).toBeUndefined();
    expect(rights.gaps).toHaveLength(1);
  });
});
