import { readFileSync, statSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readJournal } from "../../src/apply/journal/read-journal.ts";
import { readAddress } from "../../src/connect/api/address.ts";
import { ApiConnection } from "../../src/connect/api/api-connection.ts";
import type { Plan } from "../../src/model/plan.ts";
import { guestPath } from "../simulated-pve/cluster-state.ts";
import type { FaultEffect } from "../simulated-pve/faults.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { applyDirectly, journalsIn, told } from "./apply-directly.ts";
import { checkInvariants, type Moment, momentOf } from "./invariants.ts";
import { labCluster } from "./lab-cluster.ts";
import { planFor } from "./plan-for.ts";

const folder = useTemporaryFolder();
let pve: SimulatedPve;
let plan: Plan;
let before: Moment;
beforeEach(async () => {
  pve = await startSimulatedPve({ snapshot: labCluster });
  before = momentOf(pve.state);
  plan = planFor(pve.state, [
    { vmid: 101, option: "scsihw", edits: { "": "virtio-scsi-single" } },
    { vmid: 101, option: "scsi0", edits: { cache: null, iothread: "1" } },
    { vmid: 102, option: "scsi0", edits: { discard: "on" } },
    { vmid: 103, option: "scsi0", edits: { discard: "on" } },
    { vmid: 105, option: "scsi0", edits: { discard: "on" } },
  ]);
});
afterEach(async () => {
  await pve.stop();
});

const text = (vmid: number, node = "pve1"): string => pve.state.files.get(guestPath(node, vmid)) ?? "";
const apply = () => applyDirectly(pve, plan, folder.at("journal"));
const check = (...foreign: readonly string[]): void =>
  checkInvariants(before, pve.state, plan, journalsIn(folder.at("journal")), new Set(foreign));

describe("apply", () => {
  it("writes what was planned and nothing else, and says what is in force and what waits", async () => {
    expect(told(await apply())).toEqual([
      "101-scsihw pending",
      "101-scsi0 pending",
      "102-scsi0 active",
      "103-scsi0 pending",
      "105-scsi0 pending",
    ]);
    expect(text(101)).toContain(
      "[PENDING]\nscsi0: san:vm-101-disk-0,backup=0,iops_rd=500,iothread=1,replicate=0,serial=abc,size=32G\nscsihw: virtio-scsi-single\n",
    );
    expect(text(103)).toContain("[PENDING]\nscsi0: san:vm-103-disk-0,backup=0,discard=on,size=16G,ssd=1\n");
    expect(text(105, "pve3")).toContain("scsi0: san:base-104-disk-0/vm-105-disk-0,discard=on");
    check();
  });

  it("says of a second run that all is so already, and writes nothing", async () => {
    await apply();
    const puts = pve.requests.filter(({ method }) => method !== "GET").length;
    expect(told(await apply()).every((line) => line.endsWith(" already"))).toBe(true);
    expect(pve.requests.filter(({ method }) => method !== "GET")).toHaveLength(puts);
  });

  it("leaves a guest alone that is off and would take over what somebody else saved", async () => {
    const path = guestPath("pve2", 102);
    const waits = (pve.state.files.get(path) ?? "").replace(
      "\n\n[before]",
      "\n\n[PENDING]\ndelete: scsi1\n\n[before]",
    );
    pve.state.files.set(path, waits);
    const plan = planFor(pve.state, [{ vmid: 102, option: "scsi0", edits: { discard: "on" } }]);
    const { results } = await applyDirectly(pve, plan, folder.at("journal"));
    expect(results).toMatchObject([
      { outcome: "refused", message: expect.stringContaining("102 is off, and scsi1 waits") },
    ]);
    expect(pve.state.files.get(path)).toBe(waits);
    const process = pve.state.running.get(101);
    if (process === undefined) throw new Error("101 does not run");
    pve.state.running.set(102, { ...process, pid: 4711 });
    expect(told(await applyDirectly(pve, plan, folder.at("journal")))).toEqual(["102-scsi0 pending"]);
  });

  it("announces every write in a journal that only its owner reads", async () => {
    const announced: string[] = [];
    pve.fault({
      on: { method: "PUT" },
      effect: {
        kind: "change",
        change: () => {
          const [journal = ""] = journalsIn(folder.at("journal"));
          const last = readJournal(journal).records.at(-1);
          announced.push(last?.kind === "intent" ? last.step : "nothing");
        },
      },
    });
    await apply();
    expect(announced).toEqual(plan.steps.map(({ id }) => id));
    const [journal = ""] = journalsIn(folder.at("journal"));
    expect(statSync(journal).mode & 0o777).toBe(0o600);
    expect(readFileSync(journal, "utf8")).not.toMatch(/PVEAPIToken|=[0-9a-f]{8}-/);
  });

  it.each([
    ["backup", "is being backed up"],
    ["migrate", "is locked (migrate)"],
  ])("leaves a guest alone that is locked for %s, and goes on with the others", async (lock, words) => {
    pve.state.files.set(guestPath("pve2", 102), `lock: ${lock}\n${text(102, "pve2")}`);
    const { results } = await apply();
    expect(results.find(({ vmid }) => vmid === 102)).toMatchObject({
      outcome: "refused",
      message: expect.stringContaining(words),
    });
    expect(results.filter(({ outcome }) => outcome === "pending")).toHaveLength(4);
    check("102 lock");
  });

  it("leaves a guest alone that somebody changed since the plan was made", async () => {
    pve.state.files.set(guestPath("pve1", 101), text(101).replace("memory: 2048", "memory: 4096"));
    expect(told(await apply()).slice(0, 3)).toEqual([
      "101-scsihw refused",
      "101-scsi0 refused",
      "102-scsi0 active",
    ]);
    check("101 memory");
  });

  it("says what of the option is otherwise, or that it is something else", async () => {
    const edit = (from: string, to: string) =>
      pve.state.files.set(guestPath("pve1", 101), text(101).replace(from, to));
    edit("iops_rd=500", "iops_rd=50");
    edit("scsihw: virtio-scsi-pci", "scsihw: lsi");
    const [first] = (await apply()).results;
    expect(first?.message).toBe(
      "scsihw was changed since the plan was made: scsihw is lsi and was virtio-scsi-pci",
    );
    plan = { ...plan, steps: plan.steps.slice(1) };
    expect((await apply()).results[0]?.message).toContain("made: iops_rd is 50 and was 500");
    edit("iops_rd=50,", "iops_rd=500,");
    expect((await apply()).results[0]?.message).toContain("though not its scsi0; a snapshot counts, too");
    check("101 scsihw", "101 scsi0 iops_rd");
  });

  it("is stopped by the digest where somebody writes between reading and writing", async () => {
    const change = () =>
      pve.state.files.set(guestPath("pve2", 102), text(102, "pve2").replace("name: db", "name: other"));
    pve.fault({ on: { method: "PUT", path: /102\/config/ }, effect: { kind: "change", change } });
    const { results } = await apply();
    expect(results[2]).toMatchObject({
      outcome: "failed",
      message: expect.stringContaining("checksum mismatch"),
    });
    expect(text(102, "pve2")).not.toContain("discard");
    check("102 name");
  });

  it("stops a guest that somebody writes to right after us, and does not take that for its own", async () => {
    const change = () =>
      pve.state.files.set(guestPath("pve1", 101), text(101).replace("memory: 2048", "memory: 4096"));
    // the two readings before the write, then the one after it
    pve.fault({ on: { method: "GET", path: /101\/pending/, nth: 2 }, effect: { kind: "change", change } });
    const { results } = await apply();
    expect(results[0]).toMatchObject({ outcome: "pending", message: "memory changed at the same time" });
    expect(results[1]).toMatchObject({ outcome: "refused" });
    check("101 memory");
  });

  it("follows a guest that moved since the plan was made, and one that moves in between", async () => {
    pve.moveGuest(102, "pve1");
    const change = () => pve.moveGuest(103, "pve2");
    pve.fault({
      on: { method: "GET", path: "/nodes/pve1/qemu/103/pending", nth: 1 },
      effect: { kind: "change", change },
    });
    expect(told(await apply()).every((line) => /(?:pending|active)$/.test(line))).toBe(true);
    expect(text(103, "pve2")).toContain("discard=on");
    check();
  });

  it("follows a guest that is started elsewhere because its node answers no more", async () => {
    const change = () => pve.moveGuest(103, "pve2");
    const gone = { node: "pve1", path: /103\/pending/ };
    pve.fault({ on: { ...gone, nth: 1 }, effect: { kind: "change", change } });
    pve.fault({ on: gone, effect: { kind: "status", status: 595, reason: "No route to host" } });
    expect(told(await apply())[3]).toBe("103-scsi0 pending");
    expect(text(103, "pve2")).toContain("discard=on");
    check();
  });

  it("writes nothing where a guest moves between reading and writing; a second run finishes", async () => {
    const change = () => pve.moveGuest(103, "pve2");
    pve.fault({ on: { method: "PUT", path: /103\/config/, nth: 1 }, effect: { kind: "change", change } });
    expect(told(await apply())[3]).toBe("103-scsi0 failed");
    check();
    expect(told(await apply()).map((line) => line.split(" ")[1])).toEqual([
      "already",
      "already",
      "already",
      "pending",
      "already",
    ]);
    check();
  });

  it("says which right is missing, and tries no further option of that guest", async () => {
    const outcome = await applyDirectly(
      pve,
      plan,
      folder.at("journal"),
      pve.token({ "/": ["VM.Audit", "Sys.Audit", "VM.Config.Disk"] }),
    );
    expect(outcome.results[0]).toMatchObject({
      outcome: "failed",
      message: expect.stringContaining("VM.Config.HWType"),
    });
    expect(told(outcome).slice(1)).toEqual([
      "101-scsi0 refused",
      "102-scsi0 active",
      "103-scsi0 pending",
      "105-scsi0 pending",
    ]);
    check();
  });

  it("calls nothing in force that the running process reads only when it starts", async () => {
    plan = planFor(pve.state, [
      { vmid: 103, option: "virtio1", edits: { detect_zeroes: "0" } },
      { vmid: 101, option: "scsi1", edits: { backup: "0" } },
    ]);
    expect(told(await apply())).toEqual(["103-virtio1 pending", "101-scsi1 active"]);
    check();
  });

  const status = (code: number, reason: string): FaultEffect => ({ kind: "status", status: code, reason });
  it.each<[string, FaultEffect, string, string]>([
    ["the connection breaks before it", { kind: "reset" }, "unclear", "may still come"],
    ["the connection breaks after it", { kind: "lost" }, "active", "the connection broke"],
    ["nobody answers", { kind: "silence" }, "unclear", "no answer within"],
    ["the answer is cut off", { kind: "truncated" }, "active", "cut off"],
    ["something else answers", { kind: "body", body: "<html>" }, "unclear", "may still come"],
    ["the proxy gives up waiting", status(596, "Connection timed out"), "unclear", "may still come"],
    ["somebody else's proxy does", status(524, "A timeout occurred"), "unclear", "may still come"],
    ["the request took too long for it", status(408, "Request Timeout"), "unclear", "may still come"],
    ["the proxy never got through", status(595, "No route to host"), "failed", "No route to host"],
    ["the node refuses", status(500, "got timeout"), "failed", "got timeout"],
    ["the cluster has lost its quorum", status(500, "cluster not ready - no quorum?"), "failed", "no quorum"],
    ["the right was taken away", status(403, "Permission check failed"), "failed", "HTTP 403"],
  ])("where %s: the second reading decides, and a second run finishes", async (_, effect, outcome, words) => {
    const befalls = { method: "PUT", path: /102\/config/ };
    const puts = (): number =>
      pve.requests.filter(({ method, path }) => method === "PUT" && befalls.path.test(path)).length;
    pve.fault({ on: befalls, effect });
    const { results } = await apply();
    expect(results[2]).toMatchObject({ outcome, message: expect.stringContaining(words) });
    expect(told({ results }).filter((line) => line.endsWith(" pending"))).toHaveLength(4);
    expect(puts()).toBe(1);
    check();
    pve.clearFaults();
    expect(told(await apply())[2]).toBe(outcome === "active" ? "102-scsi0 already" : "102-scsi0 active");
    check();
  });

  it("leaves a guest alone that high availability is moving", async () => {
    plan = planFor(pve.state, [{ vmid: 106, option: "scsi0", edits: { discard: "on" } }]);
    pve.state.files.set("ha/resources.cfg", "vm: 106\n\tstate error\n");
    const { results } = await apply();
    expect(results[0]?.outcome).toBe("refused");
  });

  it("knows its own unanswered write again, also after a run that could not read the guest", async () => {
    pve.fault({ on: { method: "PUT", path: /101\/config/, nth: 1 }, effect: { kind: "lost" } });
    pve.fault({ on: { method: "GET", path: /101\/pending/, nth: 2, times: 9 }, effect: { kind: "reset" } });
    expect(told(await apply()).slice(0, 2)).toEqual(["101-scsihw unclear", "101-scsi0 refused"]);
    pve.clearFaults();
    const undo = pve.fault({ on: { path: /101\/pending/ }, effect: { kind: "reset" } });
    expect(told(await apply()).slice(0, 2)).toEqual(["101-scsihw refused", "101-scsi0 refused"]);
    undo();
    expect(told(await apply()).slice(0, 2)).toEqual(["101-scsihw already", "101-scsi0 pending"]);
    check();
  });

  it("writes with a ticket too, which takes the token against forgery", async () => {
    pve.user("fixer@pve", "secret");
    const door = await ApiConnection.open({
      entry: readAddress(pve.url("pve1")),
      trust: { kind: "authorities", pem: pve.ca },
      credentials: { kind: "password", user: "fixer@pve", password: "secret" },
    });
    const path = "/nodes/pve2/qemu/102/config";
    expect(await door.put(path, { onboot: "1" })).toEqual({ ok: true, data: null });
    pve.expireTickets();
    expect(await door.put(path, { onboot: "0" })).toMatchObject({ ok: false, status: 401 });
    await door.close();
    expect(text(102, "pve2")).toContain("onboot: 1");
  });
});
