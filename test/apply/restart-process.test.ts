import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ProcessView, RestartResult } from "../../src/model/run-output.ts";
import { auditor } from "../simulated-pve/privileges.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { labCluster } from "./lab-cluster.ts";
import { restartDirectly } from "./restart-directly.ts";

let pve: SimulatedPve;
beforeEach(async () => {
  pve = await startSimulatedPve({ snapshot: labCluster });
});
afterEach(() => pve.stop());

/** Writes a change of 103 that waits, and restarts it. */
async function resultOf(scsi0: string): Promise<RestartResult | undefined> {
  const path = "nodes/pve1/qemu-server/103.conf";
  const text = pve.state.files.get(path) ?? "";
  pve.state.files.set(path, text.replace(/(\[PENDING\]\n)scsi0: .*/, `$1scsi0: san:vm-103-disk-0,${scsi0}`));
  const [result] = await restartDirectly(pve, [103]);
  return result;
}

const viewOf = async (scsi0: string): Promise<ProcessView | undefined> => (await resultOf(scsi0))?.process;

const told = (view: ProcessView | undefined): readonly string[] =>
  (view?.checks ?? []).map(
    ({ property, found, outcome }) => `${property} ${found ?? "not told"}: ${outcome}`,
  );

const monitorSays = (change: (text: string) => string): void => {
  pve.fault({
    on: { path: /103\/monitor/ },
    effect: { kind: "body", body: JSON.stringify({ data: change(tree) }) },
  });
};

const tree = `dev: virtio-scsi-device, id ""
  iothread = "/objects/iothread-virtioscsi0"
  bus: virtioscsi0.0
    type SCSI
    dev: scsi-hd, id "scsi0"
      drive = "drive-scsi0"
      write-cache = "on"
      rotation_rate = 1 (0x1)
`;

describe("the running process's view", () => {
  it("confirms what the new process has", async () => {
    expect(told(await viewOf("cache=directsync,iothread=1,size=16G,ssd=1"))).toEqual([
      "drive drive-scsi0: confirmed",
      "write-cache off: confirmed",
      "rotation_rate 1: confirmed",
      "iothread own: confirmed",
      "cache not told: open",
    ]);
  });

  it("leaves open what the process does not show, and a write cache that its backend decides", async () => {
    monitorSays((text) => text.replace('"on"', '"auto"').replace(/.*rotation.*\n/, ""));
    expect(told(await viewOf("aio=threads,iothread=1,size=16G"))).toEqual([
      "drive drive-scsi0: confirmed",
      "write-cache auto: open",
      "rotation_rate not told: open",
      "iothread own: confirmed",
      "aio not told: open",
    ]);
  });

  it("calls nothing restarted whose process has something else", async () => {
    monitorSays((text) => text.replace("1 (0x1)", "0 (0x0)").replace("/objects/iothread-virtioscsi0", ""));
    expect(await resultOf("iothread=1,size=16G,ssd=1")).toMatchObject({
      outcome: "failed",
      message:
        "it runs, and its process has scsi0 rotation_rate 0 instead of 1, scsi0 iothread none instead of own",
    });
  });

  it("takes two devices of one name for neither", async () => {
    monitorSays((text) => `${text}${text}`);
    expect((await viewOf("iothread=1,size=16G,ssd=1"))?.checks.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 4 }, () => "open"),
    );
  });

  it("is no pass where it may not be asked, or says what is not understood", async () => {
    const path = "/vms/103";
    const token = pve.token({ ...auditor, [path]: ["VM.Audit", "VM.PowerMgmt"] }, "weak@pve!restart");
    const [refused] = await restartDirectly(pve, [103], { token });
    expect(refused).toMatchObject({
      outcome: "restarted",
      process: { checks: [], unread: expect.stringContaining("Sys.Audit on the guest") },
    });
    for (const data of ["unknown command", null, ["dev: a"]]) {
      pve.clearFaults();
      pve.fault({ on: { path: /103\/monitor/ }, effect: { kind: "body", body: JSON.stringify({ data }) } });
      const [result] = await restartDirectly(pve, [103]);
      expect(result?.process).toMatchObject({ checks: [], unread: expect.stringMatching(/not understood/) });
    }
  });
});
