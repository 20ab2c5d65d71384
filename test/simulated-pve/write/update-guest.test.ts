import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, type RawAnswer } from "../ask.ts";
import { guestPath } from "../cluster-state.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve.ts";
import { smallCluster } from "../small-cluster.ts";

let pve: SimulatedPve;
let headers: Record<string, string>;
beforeEach(async () => {
  pve = await startSimulatedPve({ snapshot: smallCluster });
  headers = { Authorization: `PVEAPIToken=${pve.token()}` };
});
afterEach(() => pve.stop());

const running = "/nodes/pve1/qemu/101";
const stopped = "/nodes/pve2/qemu/102";

function put(guest: string, form: Record<string, string>): Promise<RawAnswer> {
  return ask(pve, `${guest}/config`, { method: "PUT", headers, form });
}

async function dataOf(path: string): Promise<Record<string, string>> {
  return (JSON.parse((await ask(pve, path, { headers })).body) as { data: Record<string, string> }).data;
}

describe("PUT config of a stopped guest", () => {
  it("replaces a drive whole: what is not sent is gone, and the size is the volume's", async () => {
    await put(stopped, { scsi0: "tank:vm-102-disk-0,backup=0,cache=none" });
    await put(stopped, { scsi0: "tank:vm-102-disk-0,discard=on,size=1T" });
    expect((await dataOf(`${stopped}/config`))["scsi0"]).toBe("tank:vm-102-disk-0,discard=on,size=8G");
  });

  it("prints the file anew: sorted, snapshots as they were", async () => {
    await put(stopped, { onboot: "yes", agent: "1" });
    expect(pve.state.files.get(guestPath("pve2", 102))).toBe(
      "#two words%3A x\nagent: 1\nname: db\nonboot: 1\nparent: before\nscsi0: tank:vm-102-disk-0,size=8G\n\n[before]\nname: db\nscsi0: tank:vm-102-disk-0,size=8G\nsnaptime: 1760000000\n",
    );
  });

  it("keeps a detached volume as unused, and takes it from the boot order", async () => {
    await put(stopped, { boot: "order=scsi0" });
    await put(stopped, { delete: "scsi0" });
    const config = await dataOf(`${stopped}/config`);
    expect(config).toMatchObject({ unused0: "tank:vm-102-disk-0", boot: " " });
    expect(config).not.toHaveProperty("scsi0");
  });

  it("allocates a volume where a number stands for one", async () => {
    await put(stopped, { scsi1: "tank:4" });
    expect((await dataOf(`${stopped}/config`))["scsi1"]).toBe("tank:vm-102-disk-1,size=4G");
  });

  it("refuses what the schema does not know, with Proxmox VE's words, and writes nothing", async () => {
    const before = pve.state.files.get(guestPath("pve2", 102));
    const { status, body } = await put(stopped, { scsi0: "tank:vm-102-disk-0,aio=fast", scsihw: "best" });
    expect(status).toBe(400);
    expect(JSON.parse(body)).toEqual({
      data: null,
      message: "Parameter verification failed.\n",
      errors: {
        scsi0:
          "invalid format - format error\nscsi0.aio: value 'fast' does not have a value in the enumeration 'native, threads, io_uring'\n",
        scsihw:
          "value 'best' does not have a value in the enumeration 'lsi, lsi53c810, virtio-scsi-pci, virtio-scsi-single, megasas, pvscsi'",
      },
    });
    expect(pve.state.files.get(guestPath("pve2", 102))).toBe(before);
  });

  it("is not atomic: what came before the failure is written and waits", async () => {
    const form = { onboot: "1", scsi5: "tank:vm-102-disk-99" };
    expect((await put(stopped, form)).reason).toBe("volume 'tank:vm-102-disk-99' does not exist");
    expect(pve.state.files.get(guestPath("pve2", 102))).toContain("[PENDING]\nonboot: 1\n");
  });

  it("refuses another digest, a lock, and a protected drive's deletion", async () => {
    const stale = await put(stopped, { onboot: "1", digest: "0".repeat(40) });
    expect(stale).toMatchObject({ status: 500, reason: "checksum mismatch (file change by other user?)" });
    await put(stopped, { protection: "1" });
    expect((await put(stopped, { delete: "scsi0" })).reason).toMatch(/protection mode enabled/);
    const path = guestPath("pve2", 102);
    pve.state.files.set(path, `lock: backup\n${pve.state.files.get(path) ?? ""}`);
    expect((await put(stopped, { onboot: "1" })).reason).toBe("VM is locked (backup)");
  });
});

describe("PUT config of a running guest", () => {
  const drive = "san:vm-101-disk-0";

  it("lets a cold key wait with the whole drive, and reverts it", async () => {
    await put(running, { scsi0: `${drive},aio=threads,backup=0` });
    expect((await dataOf(`${running}/config?current=1`))["scsi0"]).toBe(`${drive},size=32G`);
    expect((await dataOf(`${running}/config`))["scsi0"]).toBe(`${drive},aio=threads,backup=0,size=32G`);
    await put(running, { revert: "scsi0,cores" });
    expect(pve.state.files.get(guestPath("pve1", 101))).not.toContain("[PENDING]");
  });

  // qemu-server QemuServer.pm vmconfig_update_disk, 9.2.6: one such key is enough.
  it.each([
    "aio=threads",
    "cache=none",
    "discard=on",
    "iothread=1",
    "product=disk",
    "queues=4",
    "ro=1",
    "ssd=1",
    "vendor=acme",
  ])("waits for a cold start with %s", async (option) => {
    await put(running, { revert: "scsi0" });
    await put(running, { scsi0: `${drive},${option}` });
    expect((await dataOf(`${running}/config?current=1`))["scsi0"]).toBe(`${drive},size=32G`);
    expect((await dataOf(`${running}/config`))["scsi0"]).toContain(option);
  });

  it.each(["backup=0", "detect_zeroes=0", "replicate=0", "serial=a1", "shared=1", "werror=stop"])(
    "writes %s at once, whatever QEMU has",
    async (option) => {
      await put(running, { revert: "scsi0" });
      await put(running, { scsi0: `${drive},${option}` });
      expect((await dataOf(`${running}/config?current=1`))["scsi0"]).toContain(option);
    },
  );

  it("writes what QEMU need not know at once", async () => {
    await put(running, { revert: "scsi0" });
    await put(running, { scsi0: `${drive},backup=0,iops_rd=100`, name: "www" });
    expect(await dataOf(`${running}/config?current=1`)).toMatchObject({
      scsi0: `${drive},backup=0,iops_rd=100,size=32G`,
      name: "www",
    });
  });

  it("takes what waits at the next cold start", async () => {
    const stop = await ask(pve, `${running}/status/stop`, { method: "POST", headers });
    const { data: upid } = JSON.parse(stop.body) as { data: string };
    expect(upid).toMatch(/^UPID:pve1:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:qmstop:101:lanekeeper@pve!t1:$/);
    expect(await dataOf(`/nodes/pve1/tasks/${upid}/status`)).toMatchObject({
      status: "stopped",
      exitstatus: "OK",
    });
    await ask(pve, `${running}/status/start`, { method: "POST", headers });
    expect((await dataOf(`${running}/config?current=1`))["scsi0"]).toBe(`${drive},cache=none,size=32G`);
  });
});

describe("who may write", () => {
  it("is asked option by option", async () => {
    headers = { Authorization: `PVEAPIToken=${pve.token({ "/vms": ["VM.Config.Disk"] })}` };
    expect((await put(stopped, { scsi0: "tank:vm-102-disk-0,discard=on" })).status).toBe(200);
    expect(await put(stopped, { scsihw: "lsi" })).toMatchObject({
      status: 403,
      reason: "Permission check failed (/vms/102, VM.Config.HWType)",
    });
    expect((await put(stopped, { args: "-foo" })).reason).toBe("only root can set 'args' config");
  });
});
