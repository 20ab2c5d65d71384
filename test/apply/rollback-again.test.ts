import { appendFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { guestPath } from "../simulated-pve/cluster-state.ts";
import { journalsIn } from "./apply-directly.ts";
import { useLab } from "./lab-commands.ts";

const { pve, cli, writing, applied, text, folder } = useLab();
const back = (run = "last") => cli("rollback", run, ...writing());
const puts = (): number => pve().requests.filter(({ method }) => method === "PUT").length;
const edit = (vmid: number, node: string, change: (text: string) => string): void =>
  void pve().state.files.set(guestPath(node, vmid), change(text(vmid, node)));

describe("rollback last", () => {
  it("said once more after it was cut off takes back the rest, and brings nothing back", async () => {
    const before = new Map(pve().state.files);
    await applied([
      { vmid: 101, option: "scsihw", edits: { "": "virtio-scsi-single" } },
      { vmid: 102, option: "scsi0", edits: { discard: "on" } },
    ]);
    pve().fault({
      on: { method: "PUT", path: /101/ },
      effect: { kind: "status", status: 500, reason: "got timeout" },
    });
    const half = await back();
    expect(half).toMatchObject({ code: 3, out: expect.stringContaining("once more takes back the rest") });
    pve().clearFaults();
    expect(await back()).toMatchObject({ code: 0 });
    for (const [path, was] of before) expect(pve().state.files.get(path), path).toBe(was);
    const written = puts();
    expect(await back()).toMatchObject({ out: expect.stringContaining("Nothing to do.") });
    expect(puts()).toBe(written);
  });

  it("is the last run that wrote anything, and says which", async () => {
    await applied([{ vmid: 102, option: "scsi0", edits: { discard: "on" } }]);
    const { out } = await cli("journal", "--format", "json");
    const [{ run }] = (JSON.parse(out) as { runs: readonly [{ readonly run: string }] }).runs; // what journal prints
    expect(await cli("apply", folder.at("plan.json"), ...writing())).toMatchObject({ code: 0 });
    expect(await back()).toMatchObject({ code: 0, out: expect.stringContaining(`journal ${run} `) });
    expect(text(102, "pve2")).not.toContain("discard");
  });
});

describe("a rollback", () => {
  it("is taken back by its own name, also where it waits to delete an option", async () => {
    await applied([{ vmid: 101, option: "balloon", edits: { "": "0" } }]);
    expect((await cli("journal", "last")).out).toContain("101-balloon");
    edit(101, "pve1", (conf) =>
      conf.replace(/\n\[PENDING\]\nballoon: 0\n/, "").replace("boot:", "balloon: 0\nboot:"),
    );
    expect(await back()).toMatchObject({ code: 0 });
    expect(text(101)).toContain("[PENDING]\ndelete: balloon\n");
    const { out } = await cli("journal", "--format", "json");
    const [{ run }] = (JSON.parse(out) as { runs: readonly [{ readonly run: string }] }).runs; // what journal prints
    expect(await back(run)).toMatchObject({ code: 0 });
    expect(text(101)).toContain("balloon: 0\n");
    expect(text(101)).not.toContain("delete");
  });

  it("without --host-steps of a run that had some is not all of it", async () => {
    await applied([{ vmid: 102, option: "scsi0", edits: { discard: "on" } }]);
    const [path = ""] = journalsIn(folder.at("journal"));
    const [argv, inverse] = [
      ["zfs", "set", "direct=disabled", "tank"],
      ["zfs", "inherit", "direct", "tank"],
    ];
    const read = ["zfs", "get", "-Hp", "-o", "value", "direct", "tank"];
    const intent = {
      kind: "intent",
      at: "2026-11-22T09:00:00.000Z",
      step: "pve1:tank:direct",
      node: "pve1",
      vmid: null,
      option: argv.join(" "),
      before: "standard",
      to: "disabled",
      digest: null,
      commands: { argv, inverse, read },
    };
    appendFileSync(path, `${JSON.stringify(intent)}\n`);
    expect(await back()).toMatchObject({ code: 3, out: expect.stringContaining("1 host step left out") });
    expect(text(102, "pve2")).not.toContain("discard");
  });

  it("leaves out by name what has no way back, and takes back the others", async () => {
    edit(102, "pve2", (conf) => conf.replace("disk-1,", "disk-1,format=raw,"));
    await applied([
      { vmid: 102, option: "scsi0", edits: { discard: "on" } },
      { vmid: 102, option: "scsi1", edits: { format: null } },
    ]);
    expect(await back()).toMatchObject({
      code: 3,
      out: expect.stringContaining("102 scsi1: it would exchange the volume, its format or its size"),
    });
    expect(text(102, "pve2")).not.toContain("discard");
  });

  it("says that a guest was changed since, which may be another one by now", async () => {
    await applied([{ vmid: 101, option: "scsihw", edits: { "": "virtio-scsi-single" } }]);
    edit(101, "pve1", () => "name: other\nscsi0: san:vm-101-disk-7,size=1G\nscsihw: virtio-scsi-single\n");
    expect((await back()).out).toContain("something else of it was changed since that run");
  });

  it("says nothing of the kind where only that run was there", async () => {
    await applied([
      { vmid: 101, option: "scsihw", edits: { "": "virtio-scsi-single" } },
      { vmid: 101, option: "scsi0", edits: { cache: null } },
    ]);
    const { out } = await back();
    expect(out).not.toContain("changed since");
    // nothing was taken over yet, so nothing has to be restarted for it
    expect(out).toContain("pve1, at once");
    expect(out).not.toContain("after a stop and start");
  });
});

describe("two runs of one plan at once", () => {
  it("know apart who wrote: a rollback of the slower one leaves alone what the faster one did", async () => {
    const changes = [{ vmid: 102, option: "scsi0", edits: { discard: "on" } }];
    const undo = pve().fault({
      on: { method: "PUT", nth: 1 },
      effect: {
        kind: "change",
        change: () => edit(102, "pve2", (conf) => conf.replace("disk-0,ro=0", "disk-0,discard=on,ro=0")),
      },
    });
    await applied(changes);
    undo();
    expect((await cli("journal", "last")).out).toContain("102-scsi0  was so already");
    expect((await back()).err).toContain("there is no run last");
    expect(text(102, "pve2")).toContain("discard=on");
  });
});
