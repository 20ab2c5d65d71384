import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { type SimulatedPve, startSimulatedPve } from "./simulated-pve.ts";
import { smallCluster } from "./small-cluster.ts";

let pve: SimulatedPve;
let headers: Record<string, string>;
beforeAll(async () => {
  pve = await startSimulatedPve({ snapshot: smallCluster });
  headers = { Authorization: `PVEAPIToken=${pve.token()}` };
});
afterAll(() => pve.stop());

async function dataOf(path: string): Promise<unknown> {
  const { data } = JSON.parse((await ask(pve, path, { headers })).body) as { data: unknown };
  return data;
}

const digest = createHash("sha1")
  .update(smallCluster.guests[0]?.config ?? "")
  .digest("hex");

describe("GET config", () => {
  it("has what waits applied, unless what is in force is asked for", async () => {
    const waiting = await dataOf("/nodes/pve1/qemu/101/config");
    expect(waiting).toMatchObject({ scsi0: "san:vm-101-disk-0,cache=none,size=32G", digest });
    expect(waiting).not.toHaveProperty("cores");
    expect(await dataOf("/nodes/pve1/qemu/101/config?current=1")).toEqual({
      agent: "1",
      cipassword: "**********",
      cores: 2,
      memory: "2048",
      name: "web",
      onboot: 1,
      scsi0: "san:vm-101-disk-0,size=32G",
      scsihw: "virtio-scsi-single",
      digest,
    });
  });

  it("shows a snapshot's config, and says which it does not know", async () => {
    expect(await dataOf("/nodes/pve2/qemu/102/config?snapshot=before")).toMatchObject({
      name: "db",
      snaptime: 1760000000,
    });
    const unknown = await ask(pve, "/nodes/pve2/qemu/102/config?snapshot=nope", { headers });
    expect(unknown).toMatchObject({ status: 500, reason: "snapshot 'nope' does not exist" });
  });

  it("says which parameter it does not know", async () => {
    const { status, body } = await ask(pve, "/nodes/pve2/qemu/102/config?foo=1", { headers });
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ data: null, errors: { foo: expect.any(String) } });
  });
});

describe("GET pending", () => {
  it("lists what is, what waits and what goes", async () => {
    expect(await dataOf("/nodes/pve1/qemu/101/pending")).toEqual(
      expect.arrayContaining([
        { key: "cores", value: 2, delete: 1 },
        {
          key: "scsi0",
          value: "san:vm-101-disk-0,size=32G",
          pending: "san:vm-101-disk-0,cache=none,size=32G",
        },
        { key: "digest", value: digest },
      ]),
    );
  });
});

describe("GET snapshot", () => {
  it("ends with where we are", async () => {
    expect(await dataOf("/nodes/pve2/qemu/102/snapshot")).toEqual([
      { name: "before", description: "", snaptime: 1760000000, vmstate: 0 },
      expect.objectContaining({ name: "current", parent: "before", running: 0 }),
    ]);
  });
});

describe("storage", () => {
  it("lists the volumes that guests name, where they must be", async () => {
    expect(await dataOf("/nodes/pve2/storage/tank/content")).toEqual([
      {
        volid: "tank:vm-102-disk-0",
        name: "vm-102-disk-0",
        format: "raw",
        size: 8 * 2 ** 30,
        vmid: 102,
        content: "images",
        parent: null,
      },
    ]);
    const elsewhere = await ask(pve, "/nodes/pve1/storage/tank/content", { headers });
    expect(elsewhere.reason).toBe("storage 'tank' is not available on node 'pve1'");
  });

  it("can be offline", async () => {
    pve.takeStorageOffline("san");
    expect(await dataOf("/nodes/pve1/storage/san/status")).toMatchObject({ active: 0, enabled: 1 });
    expect((await ask(pve, "/nodes/pve1/storage/san/content", { headers })).status).toBe(500);
  });
});
