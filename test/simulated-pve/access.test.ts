import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, type RawAnswer } from "./ask.ts";
import { auditor, type PrivilegesByPath } from "./privileges.ts";
import { type SimulatedPve, startSimulatedPve } from "./simulated-pve.ts";
import { smallCluster } from "./small-cluster.ts";

let pve: SimulatedPve;
beforeAll(async () => {
  pve = await startSimulatedPve({ snapshot: smallCluster });
});
afterAll(() => pve.stop());

function askAs(privileges: PrivilegesByPath, path: string): Promise<RawAnswer> {
  return ask(pve, path, { headers: { Authorization: `PVEAPIToken=${pve.token(privileges)}` } });
}

describe("who asks", () => {
  it("is told nothing without credentials: 401, and an empty body", async () => {
    expect(await ask(pve, "/nodes")).toMatchObject({ status: 401, reason: "No ticket", body: "" });
    const headers = { Authorization: "PVEAPIToken=root@pam!x=00000000-0000-0000-0000-000000000000" };
    expect(await ask(pve, "/nodes", { headers })).toMatchObject({
      status: 401,
      reason: "Authentication failed!",
      body: "",
    });
  });

  it("may log in and then needs the token against forgery for what is no GET", async () => {
    pve.user("ann@pve", "secret", auditor);
    const form = { username: "ann@pve", password: "secret" };
    const login = await ask(pve, "/access/ticket", { method: "POST", form });
    const { data } = JSON.parse(login.body) as { data: Record<string, string> };
    const cookie = { Cookie: `PVEAuthCookie=${encodeURIComponent(data["ticket"] ?? "")}` };
    expect((await ask(pve, "/version", { headers: cookie })).status).toBe(200);
    const path = "/nodes/pve1/qemu/101/agent/ping";
    expect(await ask(pve, path, { method: "POST", headers: cookie })).toMatchObject({ status: 401 });
    const both = { ...cookie, CSRFPreventionToken: data["CSRFPreventionToken"] ?? "" };
    expect((await ask(pve, path, { method: "POST", headers: both })).status).toBe(200);
    pve.expireTickets();
    expect((await ask(pve, "/version", { headers: cookie })).status).toBe(401);
  });

  it("is refused a wrong password in the status line", async () => {
    const form = { username: "ann@pve", password: "wrong" };
    const login = await ask(pve, "/access/ticket", { method: "POST", form });
    expect(login).toMatchObject({ status: 401, reason: "authentication failure", body: "" });
  });
});

describe("what a token may", () => {
  it("is named with path and privilege where it is missing", async () => {
    const refused = await askAs({ "/": ["VM.Audit"] }, "/nodes/pve1/status");
    expect(refused).toMatchObject({
      status: 403,
      reason: "Permission check failed (/nodes/pve1, Sys.Audit)",
    });
    expect(JSON.parse(refused.body)).toEqual({
      data: null,
      message: "Permission check failed (/nodes/pve1, Sys.Audit)\n",
    });
  });

  it("leaves guests and storages out of lists without a word", async () => {
    const privileges = { "/vms/102": ["VM.Audit"], "/storage/tank": ["Datastore.Audit"] };
    const { data } = JSON.parse((await askAs(privileges, "/cluster/resources")).body) as {
      data: readonly { id: string }[];
    };
    expect(data.map(({ id }) => id).sort()).toEqual([
      "node/pve1",
      "node/pve2",
      "qemu/102",
      "storage/pve2/tank",
    ]);
  });

  it("is what the deepest path says", async () => {
    const privileges = { "/": ["VM.Audit"], "/vms/101": [] };
    expect((await askAs(privileges, "/nodes/pve1/qemu/101/config")).status).toBe(403);
    expect((await askAs(privileges, "/nodes/pve2/qemu/102/config")).status).toBe(200);
  });

  it("is listed by path", async () => {
    const { body } = await askAs({ "/vms": ["VM.Audit"] }, "/access/permissions");
    expect(JSON.parse(body)).toEqual({ data: { "/vms": { "VM.Audit": 1 } } });
  });
});
