import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AccessReport } from "../../src/index.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { demoSnapshot } from "./demo-snapshot.ts";

const folder = useTemporaryFolder();
let pve: SimulatedPve;
beforeAll(async () => {
  pve = await startSimulatedPve({ snapshot: await demoSnapshot() });
});
afterAll(() => pve.stop());

const doctor = (more: readonly string[], token = pve.token()) =>
  runCli(["doctor", "--from", pve.url("pve1"), ...more], {
    env: { HOME: folder.at("home"), LANEKEEPER_TOKEN: token, COLUMNS: "80", LANG: "C.UTF-8" },
  });
const pinned = () => ["--fingerprint", pve.fingerprint("pve1")];

describe("doctor", () => {
  it("is content with a role of audits, and reads one guest of each node", async () => {
    const from = pve.requests.length;
    const { code, out, err } = await doctor(pinned());
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/✓ rights +all that an audit reads/);
    expect(out).toMatch(/All that the API tells can be read\./);
    expect(pve.requests.slice(from).filter(({ path }) => path.endsWith("/pending")).length).toBe(3);
  });

  it("names what a poorer token lacks, and the least it takes", async () => {
    const { code, out } = await doctor(pinned(), pve.token({ "/": ["VM.Audit", "Datastore.Audit"] }));
    expect(code).toBe(1);
    expect(out).toMatch(/\? ZFS pools +pve1, pve2, pve3: HTTP 403 on\s+\/nodes\/<node>\/disks\/zfs; give/);
    expect(out).toContain('pveum role add LanekeeperAudit --privs "Datastore.Audit Mapping.Audit Sys.Audit');
    expect(out).toContain("pveum user token add lanekeeper@pve audit --privsep 1");
  });

  it("takes a list that was cut to what a token may see for no whole one, and no guest for no access", async () => {
    const few = await doctor(pinned(), pve.token({ "/": [], "/vms": ["VM.Audit"] }));
    expect(few.out).toMatch(
      /· fill of storages +pve1, pve2, pve3: only what may be seen without\s+Datastore\.Audit/,
    );
    expect(few.out).toMatch(/✓ run state /);
    const none = await doctor(pinned(), pve.token({ "/": [] }));
    expect(none.code).toBe(2);
    expect(none.out).toMatch(/✗ guests +no guest's config could be read/);
    expect(none.out).toContain("No audit can be made this way.");
  });

  it("says where an access ends", async () => {
    expect(await doctor([])).toMatchObject({
      code: 2,
      out: expect.stringMatching(/✗ certificate +.*nobody known/),
    });
    expect(await doctor(pinned(), "a@pve!ro=00000000-0000-0000-0000-000000000000")).toMatchObject({
      code: 2,
      out: expect.stringMatching(/✗ login /),
    });
    expect(await doctor(pinned(), "nonsense")).toMatchObject({
      code: 2,
      out: expect.stringMatching(/✗ credentials /),
    });
    expect(
      await runCli(["doctor", "--from", "https://127.0.0.9:1"], { env: { LANEKEEPER_TOKEN: pve.token() } }),
    ).toMatchObject({ code: 2, out: expect.stringMatching(/✗ reach /) });
    expect(await runCli(["doctor", "--demo"])).toMatchObject({ code: 2, out: "" });
  });

  it("asks of Proxmox VE 8 what there is in 8", async () => {
    const old = await startSimulatedPve({
      snapshot: await demoSnapshot(),
      nodes: { pve1: { version: "8.4.1" }, pve2: { version: "8.4.1" } },
    });
    const { out } = await runCli(
      ["doctor", "--from", old.url("pve1"), "--fingerprint", old.fingerprint("pve1"), "--format", "json"],
      { env: { LANEKEEPER_TOKEN: old.token() } },
    );
    await old.stop();
    const report = JSON.parse(out) as AccessReport; // what doctor prints
    expect(report.leastPrivilege.privileges).toEqual([
      "Datastore.Audit",
      "Mapping.Audit",
      "Sys.Audit",
      "VM.Audit",
    ]);
    expect(report.version).toBe("8.4.1");
  });
});
