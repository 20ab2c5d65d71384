import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { guestPath } from "../simulated-pve/cluster-state.ts";
import { runCli } from "../support/run-cli.ts";
import { schemaErrors } from "../support/shipped-schema.ts";
import { journalsIn } from "./apply-directly.ts";
import { checkInvariants, momentOf } from "./invariants.ts";
import { useLab } from "./lab-commands.ts";
import { planFor, type WantedChange } from "./plan-for.ts";

const { folder, pve: lab, cli, writing, applied, text } = useLab();

const changes: readonly WantedChange[] = [
  { vmid: 101, option: "scsihw", edits: { "": "virtio-scsi-single" } },
  { vmid: 101, option: "scsi0", edits: { cache: null, iothread: "1" } },
  { vmid: 101, option: "balloon", edits: { "": "0" } },
  { vmid: 103, option: "scsi0", edits: { discard: "on" } },
  { vmid: 102, option: "scsi0", edits: { ssd: "1", discard: "on" } },
];

describe("rollback", () => {
  it("puts every guest back as it was: what only waited is reverted, what waited before waits again", async () => {
    // as a person wrote it, not as Proxmox VE would: what is written back is never the same text
    const path = guestPath("pve1", 101);
    lab().state.files.set(path, text(101).replace("backup=0,cache=writeback", "cache=writeback,backup=0"));
    const before = new Map(lab().state.files);
    await applied(changes);
    expect(text(101)).not.toBe(before.get(guestPath("pve1", 101)));
    const { code, out } = await cli("rollback", "last", ...writing());
    expect(code).toBe(0);
    expect(out).toContain("cache unset → writeback");
    // no process had taken anything over, so all is as it runs; only what had waited before waits again
    expect(out).toContain("4 in force, 1 waiting\nNot in force until stopped and started: 103 (scsi0)\n");
    for (const [path, was] of before) expect(lab().state.files.get(path), path).toBe(was);
    const forms = lab().requests.filter(({ method }) => method === "PUT").length;
    expect(forms).toBe(10);
  });

  it("writes back what is in force by now, and only the keys that the run had changed", async () => {
    await applied(changes.slice(0, 2));
    expect((await cli("rollback", "none-such", ...writing())).code).toBe(2);
    const restarted = await runCli(["restart", "101", ...writing()], {
      env: { LANEKEEPER_WRITE_TOKEN: lab().token() },
    });
    expect(restarted).toMatchObject({ code: 0, out: expect.stringContaining("in force now: scsi0, scsihw") });
    lab().state.files.set(guestPath("pve1", 101), text(101).replace("serial=abc", "serial=abc,ssd=1"));
    const { code, out } = await cli("rollback", "last", ...writing());
    // the drive was changed by somebody else in the meantime: it is not ours to put back
    expect(out).toContain("scsi0 is not as that run left it");
    expect(code).toBe(3);
    expect(text(101)).toContain("[PENDING]\nscsihw: virtio-scsi-pci\n");
    expect(text(101)).toContain("serial=abc,ssd=1");
  });

  it("takes back a run that was cut off after its write", async () => {
    const before = text(102, "pve2");
    const state = momentOf(lab().state);
    const plan = planFor(lab().state, changes.slice(4));
    await applied(changes.slice(4));
    const [name = ""] = readdirSync(folder.at("journal"));
    const path = folder.at(`journal/${name}`);
    const lines = readFileSync(path, "utf8").split("\n");
    // begin and intent, and half of the result
    writeFileSync(path, `${lines.slice(0, 2).join("\n")}\n${lines[2]?.slice(0, 40)}`);
    checkInvariants(state, lab().state, plan, [path]);
    expect((await cli("journal", "last")).out).toContain("cut off before its result");
    expect((await cli("rollback", "last", ...writing())).code).toBe(0);
    expect(text(102, "pve2")).toBe(before);
    const runs = JSON.parse((await cli("journal", "--format", "json")).out) as {
      runs: readonly { undoes?: string }[];
    };
    expect(runs.runs.map(({ undoes }) => undoes)).toEqual([name.replace(".jsonl", ""), undefined]);
  });

  it("and all that writes print what their schemas say, and so do journals", async () => {
    writeFileSync(folder.at("plan.json"), JSON.stringify(planFor(lab().state, changes)));
    const json = ["--format", "json"];
    const printed = async (args: readonly string[]): Promise<unknown> =>
      JSON.parse((await cli(...args, ...json)).out);
    expect(schemaErrors("run-1", await printed(["apply", folder.at("plan.json"), ...writing()]))).toBeNull();
    expect(schemaErrors("run-1", await printed(["rollback", "last", ...writing()]))).toBeNull();
    expect(schemaErrors("run-1", await printed(["journal", "last"]))).toBeNull();
    expect(schemaErrors("runs-1", await printed(["journal"]))).toBeNull();
    for (const path of journalsIn(folder.at("journal")))
      for (const line of readFileSync(path, "utf8").trimEnd().split("\n"))
        expect(schemaErrors("journal-1", JSON.parse(line)), line).toBeNull();
    const restarted = await runCli(["restart", "103", ...writing(), ...json], {
      env: { LANEKEEPER_WRITE_TOKEN: lab().token() },
    });
    expect(schemaErrors("restart-1", JSON.parse(restarted.out))).toBeNull();
  });
});
