import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Form } from "../../src/apply/cluster-door.ts";
import { run } from "../../src/cli/program.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { bufferStreams } from "../support/buffer-streams.ts";
import { labCluster } from "./lab-cluster.ts";
import { posts, restartDirectly } from "./restart-directly.ts";

let pve: SimulatedPve;
beforeEach(async () => {
  pve = await startSimulatedPve({ snapshot: labCluster });
});
afterEach(() => pve.stop());

const forms: Form[] = [];

function restart(
  vmids: readonly number[],
  more: { readonly hard?: boolean; readonly parallel?: number } = {},
) {
  forms.length = 0;
  return restartDirectly(pve, vmids, more, (path, form) => {
    if (path.endsWith("/shutdown")) forms.push(form);
  });
}

describe("restart", () => {
  it("shuts down, starts, and says what is in force now", async () => {
    expect(await restart([103, 101])).toEqual([
      expect.objectContaining({ vmid: 103, node: "pve1", outcome: "restarted", took: ["scsi0"] }),
      expect.objectContaining({ vmid: 101, outcome: "restarted", took: [], agentAnswers: true }),
    ]);
    expect(posts(pve)).toEqual([
      "103/status/shutdown",
      "103/status/start",
      "103/monitor",
      "103/monitor",
      "101/agent/ping",
      "101/status/shutdown",
      "101/status/start",
      "101/monitor",
      "101/monitor",
      "101/agent/ping",
    ]);
  });

  it("asks for a shutdown that ends in no hard stop", async () => {
    await restart([103]);
    expect(forms).toEqual([{ timeout: "4" }]);
  });

  it("never stops a guest hard that does not shut down, and leaves those behind it alone", async () => {
    pve.fault({ on: { path: /103\/status\/shutdown/ }, effect: { kind: "body", body: '{"data":"UPID:"}' } });
    const [first, second] = await restart([103, 101]);
    expect(first).toMatchObject({
      outcome: "failed",
      message: expect.stringContaining("was not stopped hard"),
    });
    expect(second).toMatchObject({ vmid: 101, outcome: "refused" });
    expect(posts(pve)).toEqual(["103/status/shutdown"]);
    expect(pve.state.running.has(103)).toBe(true);
  });

  it("says that a guest stands still which did not start again", async () => {
    pve.fault({
      on: { path: /103\/status\/start/ },
      effect: { kind: "status", status: 500, reason: "no space" },
    });
    expect(await restart([103])).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("it is stopped and did not start: no space") },
    ]);
  });

  it("says why a start failed that was granted, and waits no longer for it", async () => {
    const upid = "UPID:pve1:0000ABCD:00001234:68000000:qmstart:103:lanekeeper@pve!t1:";
    const task = { upid, node: "pve1", pid: 1, pstart: 1, starttime: 1, type: "qmstart", id: "103" };
    pve.state.tasks.push({ ...task, user: "x@pve", exitstatus: "start failed: no such device", log: [] });
    pve.fault({
      on: { path: /103\/status\/start/ },
      effect: { kind: "body", body: JSON.stringify({ data: upid }) },
    });
    expect(await restart([103])).toMatchObject([
      { outcome: "failed", message: "it is stopped and did not start: start failed: no such device" },
    ]);
    expect(pve.requests.filter(({ path }) => path.endsWith("103/status/current")).length).toBeLessThan(8);
  });

  it("touches no guest that stands still or is not there", async () => {
    for (const [vmid, words] of [
      [102, "does not run"],
      [999, "shows no VM"],
    ] as const)
      expect(await restart([vmid])).toMatchObject([
        { outcome: "refused", message: expect.stringContaining(words) },
      ]);
    expect(posts(pve)).toEqual([]);
  });

  it("touches no guest that is locked", async () => {
    const path = "nodes/pve1/qemu-server/101.conf";
    pve.state.files.set(path, `lock: backup\n${pve.state.files.get(path) ?? ""}`);
    expect(await restart([101])).toMatchObject([{ outcome: "refused", message: "it is locked (backup)" }]);
    expect(posts(pve)).toEqual([]);
  });

  it("calls nothing restarted whose process is the same", async () => {
    const before = pve.state.running.get(103);
    pve.fault({
      on: { path: /103\/monitor|103\/pending/, nth: 4 },
      effect: { kind: "change", change: () => before !== undefined && pve.state.running.set(103, before) },
    });
    expect(await restart([103])).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("same process") },
    ]);
  });

  it("restarts on different nodes at once, and on one node one after the other", async () => {
    const results = await restart([103, 105, 101], { parallel: 2 });
    expect(results.map(({ vmid }) => vmid).sort()).toEqual([101, 103, 105]);
    const order = posts(pve);
    expect(order.indexOf("101/status/shutdown")).toBeGreaterThan(order.indexOf("103/status/start"));
  });
});

describe("restart and the guest's agent", () => {
  const pings = (): number => posts(pve).filter((path) => path.endsWith("/agent/ping")).length;
  const process = { checks: expect.arrayContaining([expect.objectContaining({ outcome: "confirmed" })]) };

  it("does not wait for an agent that was silent before, and calls the guest restarted", async () => {
    pve.fault({
      on: { path: /101\/agent/ },
      effect: { kind: "status", status: 500, reason: "QEMU guest agent is not running" },
    });
    const [silent, next] = await restart([101, 103]);
    expect(silent).toMatchObject({
      outcome: "restarted",
      agentAnswers: false,
      message: expect.stringContaining("nor did it before"),
      process,
    });
    expect(next).toMatchObject({ outcome: "restarted" });
    expect(pings()).toBe(2);
  });

  it("calls it failed where the agent answered before and does not come back", async () => {
    pve.fault({
      on: { path: /101\/status\/start/, nth: 1 },
      effect: {
        kind: "change",
        change: () =>
          pve.fault({
            on: { path: /101\/agent/ },
            effect: { kind: "status", status: 500, reason: "QEMU guest agent is not running" },
          }),
      },
    });
    expect(await restart([101])).toMatchObject([
      {
        outcome: "failed",
        agentAnswers: false,
        message: "it runs, and its agent does not answer within 120 s",
        process,
      },
    ]);
    expect(pings()).toBe(62);
  });

  it("waits for an agent that was enabled just now, and only asks whether it is installed", async () => {
    const path = "nodes/pve1/qemu-server/103.conf";
    pve.state.files.set(path, `${pve.state.files.get(path) ?? ""}agent: 1\n`);
    pve.fault({
      on: { path: /103\/agent/ },
      effect: { kind: "status", status: 500, reason: "QEMU guest agent is not running" },
    });
    expect(await restart([103])).toMatchObject([
      {
        outcome: "restarted",
        took: ["agent", "scsi0"],
        agentAnswers: false,
        message: expect.stringContaining("is it installed"),
        process,
      },
    ]);
    expect(pings()).toBe(61);
  });

  it("does not take a trouble on the way for an agent that was silent", async () => {
    pve.fault({
      on: { path: /101\/agent/, nth: 1 },
      effect: { kind: "status", status: 596, reason: "Connection timed out" },
    });
    expect(await restart([101])).toMatchObject([{ outcome: "restarted", agentAnswers: true }]);
  });
});

describe("lanekeeper restart, before it asks", () => {
  const cli = async (vmids: readonly string[], more: readonly string[] = [], answer = "no") => {
    let shown = "";
    const { streams, written } = bufferStreams({
      env: { HOME: "/nowhere", LANEKEEPER_WRITE_TOKEN: pve.token() },
      ask: async (question: string) => {
        shown = `${written.out}${written.err}${question}`;
        return answer;
      },
    });
    const from = ["--from", pve.url("pve1"), "--fingerprint", pve.fingerprint("pve1")];
    await run(["restart", ...vmids, ...from, ...more], streams);
    return { ...written, shown };
  };

  it("shows each guest with its node, who manages it, and what comes into force", async () => {
    for (const format of ["terminal", "json"]) {
      const { shown, code } = await cli(["103", "106", "102"], ["--format", format]);
      expect(shown).toMatch(/103 mail on pve1: comes into force: scsi0\n/);
      expect(shown).toMatch(/106 ha on pve2, managed by high availability: nothing waits\n/);
      expect(shown).toMatch(/102 db on pve2: it does not run/);
      expect(shown).toMatch(/Shut down and start 103, 106, 102 as .*\? Type yes: $/);
      expect(code).toBe(2);
    }
    expect(posts(pve)).toEqual([]);
  });

  it("asks nothing and shuts nothing down where one that is named is not there, also with --yes", async () => {
    const { shown, out, code } = await cli(["103", "999"], ["--yes"]);
    expect({ shown, code }).toEqual({ shown: "", code: 2 });
    expect(out).toMatch(/103 +not restarted; left alone: not all the guests that were named are there/);
    expect(out).toMatch(/999 +not restarted; the cluster shows no VM 999/);
    const json = await cli(["103", "999"], ["--format", "json"]);
    expect(json).toMatchObject({ shown: "", code: 2 });
    expect(JSON.parse(json.out)).toMatchObject({
      results: [
        { vmid: 103, outcome: "refused" },
        { vmid: 999, outcome: "refused" },
      ],
    });
    expect(posts(pve)).toEqual([]);
  });

  it("asks nothing where none can be restarted", async () => {
    const { shown, out, code } = await cli(["102"]);
    expect({ shown, code }).toEqual({ shown: "", code: 2 });
    expect(out).toContain("it does not run");
  });

  it("does not say of a guest that one before it failed which was only refused", async () => {
    expect(await restart([102, 103])).toMatchObject([
      { outcome: "refused" },
      { outcome: "refused", message: "left alone: one before it was not restarted" },
    ]);
    const { out } = await cli(["103"], [], "yes");
    expect(out).toContain("restarted, in force now: scsi0");
  });
});
