import { readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openJournal } from "../../src/apply/journal/journal-file.ts";
import { findJournal, readJournal, readJournals } from "../../src/apply/journal/read-journal.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";

const folder = useTemporaryFolder();
const begin = {
  kind: "begin",
  schema: "lanekeeper/journal/1",
  at: "2026-11-22T10:00:00.000Z",
  tool: { name: "lanekeeper", version: "0" },
  cluster: { id: "lab pve1", name: "../lab\u202e" },
  plan: "0".repeat(64),
  who: "fixer@pve!lanekeeper",
} as const;

const write = (name = "journal") => {
  const journal = openJournal(folder.at(name), begin);
  journal.write({
    kind: "intent",
    at: begin.at,
    step: "101-scsi0",
    node: "pve1",
    vmid: 101,
    option: "scsi0",
    before: "san:vm-101-disk-0\u001b[31m",
    to: "san:vm-101-disk-0,discard=on",
    digest: "1".repeat(40),
  });
  journal.close();
  return journal;
};

describe("a journal", () => {
  it("is never written over, and its name leads nowhere else", () => {
    expect([write().run, write().run]).toEqual([
      "2026-11-22T10-00-00Z-.._lab_",
      "2026-11-22T10-00-00Z-.._lab_-2",
    ]);
  });

  it("makes its folder with those above, for its owner alone, or says that it cannot", () => {
    openJournal(folder.at("a/b/journal"), begin).close();
    expect(statSync(folder.at("a/b")).mode & 0o777).toBe(0o700);
    // node itself would try to make this one for ever
    expect(() => openJournal("/proc/self/lanekeeper/journal", begin)).toThrow("cannot write the journal");
  });

  it("is found by its name, its path, or as the last of the folder, ten and more in a second too", () => {
    const runs = Array.from({ length: 11 }, () => write().run);
    expect(findJournal(folder.at("journal"), "last").begin.run).toBe(runs.at(-1));
    expect(findJournal(folder.at("journal"), runs[0] ?? "").begin.run).toBe(runs[0]);
    expect(findJournal("/nowhere", folder.at(`journal/${runs[1]}.jsonl`)).begin.run).toBe(runs[1]);
    expect(() => findJournal(folder.at("journal"), "none")).toThrow("there is no run none");
  });

  it.each([1, 20, 200])("is read without a last line that was cut off %i bytes before its end", (bytes) => {
    const { path } = write();
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.slice(0, -bytes));
    expect(readJournal(path)).toMatchObject({ torn: true, records: [] });
  });

  it("is named as damaged where a line in it is none, and no other is lost for it", async () => {
    const { path, run } = write();
    writeFileSync(path, readFileSync(path, "utf8").replace('"intent"', '"intend"'));
    const other = write().run;
    expect(readJournals(folder.at("journal"))).toMatchObject({
      damaged: [`${run}.jsonl`],
      runs: [{ begin: { run: other } }],
    });
    const { out, code } = await runCli(["journal", run, "--journal", folder.at("journal")]);
    expect({ out, code }).toEqual({ out: "", code: 2 });
  });

  it("that was cut off in its very first line had announced nothing, and stops nobody", () => {
    folder.put("journal/2026-11-22T09-00-00Z-lab.jsonl", '{"kind":"begin","sch');
    expect(readJournals(folder.at("journal"))).toEqual({ runs: [], damaged: [] });
  });

  it("that cannot be read at all is named as damaged, and stops nobody either", () => {
    const { run } = write();
    folder.put("journal/2026-11-22T11-00-00Z-lab.jsonl/inside");
    expect(readJournals(folder.at("journal"))).toMatchObject({
      damaged: ["2026-11-22T11-00-00Z-lab.jsonl"],
      runs: [{ begin: { run } }],
    });
    // it might be the one that is meant
    expect(() => findJournal(folder.at("journal"), "last")).toThrow("2026-11-22T11-00-00Z-lab.jsonl");
  });

  it("shows what it holds without what a terminal would obey", async () => {
    write();
    const { out } = await runCli(["journal", "last", "--journal", folder.at("journal")]);
    expect(out).toContain("cut off before its result");
    expect(out).toContain("\\x1b[31m");
    expect(out).not.toContain("\u001b");
    expect((await runCli(["journal", "--journal", folder.at("journal")])).out).not.toContain("\u202e");
  });
});
