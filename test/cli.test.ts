import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readExample } from "./support/example.ts";
import { runCli } from "./support/run-cli.ts";
import { useTemporaryFolder } from "./support/temporary-folder.ts";

const quietConf =
  "scsihw: virtio-scsi-single\nostype: l26\nagent: 1\nname: web\nscsi0: thin:vm-101-disk-0,discard=on,iothread=1,ssd=1\n";
const thin = "lvmthin: thin\n\tvgname pve\n\tthinpool data\n\tcontent images\n";

const folder = useTemporaryFolder();

function bareFolder(confs: Readonly<Record<string, string>>, storageCfg = thin): string {
  folder.put("storage.cfg", storageCfg);
  for (const [name, text] of Object.entries(confs)) folder.put(name, text);
  return folder.at("");
}

describe("exit codes", () => {
  it("is 1 for findings at or above --fail-on, which is error by default", async () => {
    expect(await runCli(["audit", "--demo"])).toMatchObject({ code: 1, err: "" });
    expect(await runCli(["audit", "--demo", "--guest", "202"])).toMatchObject({ code: 0 });
    expect(await runCli(["audit", "--demo", "--guest", "202", "--fail-on", "note"])).toMatchObject({
      code: 1,
    });
    expect(await runCli(["audit", "--demo", "--guest", "302", "--fail-on", "critical"])).toMatchObject({
      code: 1,
    });
    expect(await runCli(["audit", "--demo", "--guest", "201", "--fail-on", "critical"])).toMatchObject({
      code: 0,
    });
  });

  it("is 1 below the coverage that is asked for", async () => {
    const quiet = ["audit", "--demo", "--guest", "401"];
    expect(await runCli(quiet)).toMatchObject({ code: 0 });
    expect(await runCli([...quiet, "--require-coverage", "100"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("coverage is short of 100 %"),
    });
    expect(await runCli([...quiet, "--require-coverage", "50"])).toMatchObject({ code: 0 });
  });

  it.each([
    [["audit"], "--from"],
    [["audit", "--from", "/nowhere"], "is not there"],
    [["audit", "--demo", "--from", "x"], "two sources"],
    [["audit", "--from", "/nowhere", "--from", "y"], "is not there"],
    [["collect", "--script", "--demo"], "--script is printed as it is"],
    [["audit", "--bogus"], "unknown option"],
    [["audit", "--demo", "--fail-on", "awful"], "Allowed choices"],
    [["audit", "--demo", "--require-coverage", "lots"], "0 to 100"],
    [["audit", "--demo", "--guest", "999"], "no guest matches"],
    [["audit", "--demo", "--rule", "drive/none-such"], "no rule matches"],
    [["show", "999", "--demo"], "no guest 999"],
    [["show", "501", "--demo"], "container"],
    [["explain", "none-such"], "no rule or topic"],
    [["none-such"], "unknown command"],
    [["completion", "tcsh"], "Allowed choices"],
    [["collect", "--demo"], "--output"],
  ])("is 2 with one clear line for %j", async (args, words) => {
    const { code, out, err } = await runCli(args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(words);
    expect(err.split("\n")[0]).toMatch(/^lanekeeper: /);
    expect(err).not.toContain("    at ");
  });

  it("names the three ways to give a source", async () => {
    const { err } = await runCli(["audit"]);
    for (const way of ["/etc/pve", "bundle", "--demo"]) expect(err).toContain(way);
  });

  it("prints help and version with 0", async () => {
    expect(await runCli(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("audit") });
    expect(await runCli(["audit", "--help"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("--fail-on"),
    });
  });
});

describe("sources", () => {
  it("audits a bare folder: node null, what is not known stays open", async () => {
    const { out, code } = await runCli([
      "audit",
      "--from",
      bareFolder({ "101.conf": quietConf }),
      "--format",
      "json",
    ]);
    const report = JSON.parse(out);
    expect(code).toBe(0);
    expect(report.guests[0]).toMatchObject({ vmid: 101, node: null, lane: "local" });
    expect(report.cluster).toMatchObject({ nodeCount: null, nodes: [] });
    expect(report.cluster.assumed).toContain("qemu-server 9.2.6");
    expect(report.counts).toMatchObject({ critical: 0, error: 0 });
  });

  it("audits what collect wrote like the folder itself, packed or on standard input", async () => {
    const bundle = folder.at("bundle.json.gz");
    expect(await runCli(["collect", "--demo", "-o", bundle])).toMatchObject({
      err: expect.stringContaining("10 guests"),
    });
    const direct = JSON.parse((await runCli(["audit", "--demo", "--format", "json"])).out);
    const packed = JSON.parse((await runCli(["audit", "--from", bundle, "--format", "json"])).out);
    const { out } = await runCli(["collect", "--from", bundle, "-o", "-"]);
    const piped = JSON.parse(
      (await runCli(["audit", "--from", "-", "--format", "json"], { stdin: async () => Buffer.from(out) }))
        .out,
    );
    for (const report of [packed, piped]) {
      expect(report.findings).toEqual(direct.findings);
      expect(report.guests).toEqual(direct.guests);
      expect(report.coverage).toEqual(direct.coverage);
    }
  });

  it("redacts without changing a verdict", async () => {
    const { out } = await runCli(["collect", "--demo", "--redact", "-o", "-"]);
    for (const secret of ["pki-01", "app-01", "homelab", "iqn.2005", "S1007EX", "BC:24:11"])
      expect(out).not.toContain(secret);
    const stdin = async (): Promise<Uint8Array> => Buffer.from(out);
    const report = JSON.parse((await runCli(["audit", "--from", "-", "--format", "json"], { stdin })).out);
    const open = JSON.parse((await runCli(["audit", "--demo", "--format", "json"])).out);
    expect(report.counts).toEqual(open.counts);
  });

  it("leaves nothing behind where the bundle cannot be written", async () => {
    const { code, err } = await runCli(["collect", "--demo", "-o", folder.at("no/such/bundle.json")]);
    expect(code).toBe(2);
    expect(err).toContain("cannot write");
  });

  it("goes on where one config of many is unreadable, and names it", async () => {
    const source = bareFolder({ "101.conf": quietConf, "notes.conf": "x" });
    mkdirSync(folder.at("102.conf"));
    folder.put("103.conf", new Uint8Array([0, 1, 2, 0xff]));
    const { out, code } = await runCli(["audit", "--from", source]);
    expect(code).toBe(0);
    for (const name of ["102.conf", "103.conf", "notes.conf"]) expect(out).toContain(name);
  });
});

describe("what could not be read", () => {
  it("names a line that Proxmox VE skips, with its number", async () => {
    const source = bareFolder({ "101.conf": `${quietConf}hostpci0: !!!\n` });
    const { out } = await runCli(["audit", "--from", source]);
    expect(out).toContain("101.conf:6 is skipped by Proxmox VE");
    expect(out).not.toContain("✓ all");
  });

  it("is never within the coverage that is asked for", async () => {
    const source = bareFolder({ "101.conf": quietConf });
    folder.put("102.conf", new Uint8Array([0, 1]));
    const { code, err } = await runCli(["audit", "--from", source, "--require-coverage", "0"]);
    expect(code).toBe(1);
    expect(err).toContain("102.conf could not be read");
  });
});

describe("choosing", () => {
  const vmids = async (...guests: readonly string[]): Promise<readonly number[]> => {
    const args = guests.flatMap((guest) => ["--guest", guest]);
    const report = JSON.parse((await runCli(["audit", "--demo", "--format", "json", ...args])).out);
    return report.guests.map(({ vmid }: { vmid: number }) => vmid);
  };

  it("takes ids, names, globs and exclusions", async () => {
    expect(await vmids("201,app-02")).toEqual([201, 202]);
    expect(await vmids("app-*", "!202")).toEqual([201]);
    expect(await vmids("!2*", "!?01")).toEqual([302, 1903]);
  });

  it("runs only the rules that are asked for", async () => {
    const report = JSON.parse(
      (await runCli(["audit", "--demo", "--format", "json", "--rule", "iothread-off"])).out,
    );
    expect(new Set(report.findings.map(({ rule }: { rule: string }) => rule))).toEqual(
      new Set(["drive/iothread-off"]),
    );
  });

  it("finds a volume that an unchosen guest uses as well", async () => {
    const source = bareFolder(
      { "101.conf": quietConf, "102.conf": quietConf.replace("name: web", "name: twin") },
      `${thin}\tshared 1\n`,
    );
    const { out } = await runCli([
      "audit",
      "--from",
      source,
      "--guest",
      "101",
      "--rule",
      "attached-twice",
      "--format",
      "json",
    ]);
    expect(JSON.parse(out).findings.length + JSON.parse(out).open.length).toBe(1);
  });
});

describe("output", () => {
  it("has no colour in a pipe, and the same words with it", async () => {
    const plain = (await runCli(["audit", "--demo"])).out;
    expect(plain).not.toContain("\x1b");
    const coloured = (await runCli(["audit", "--demo", "--color", "always"])).out;
    expect(coloured).toContain("\x1b[");
    expect(coloured.replace(/\x1b\[[\d;]*m/g, "")).toBe(plain);
  });

  it.each([
    [{ NO_COLOR: "1" }, false],
    [{ FORCE_COLOR: "1" }, true],
    [{ TERM: "xterm-256color" }, true],
    [{ TERM: "dumb" }, false],
  ])("honours %j on a terminal", async (more, coloured) => {
    const env = { LANG: "C.UTF-8", ...more };
    const { out } = await runCli(["audit", "--demo"], { env, terminal: { columns: 80, rows: 300 } });
    expect(out.includes("\x1b[")).toBe(coloured);
  });

  it("is ASCII where the locale or the terminal is", async () => {
    for (const env of [{ LANG: "C" }, { LANG: "C.UTF-8", TERM: "linux" }]) {
      expect((await runCli(["audit", "--demo"], { env })).out).toMatch(/^[\x20-\x7e\n]*$/);
    }
    expect((await runCli(["audit", "--demo", "--ascii"])).out).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it("spells control characters of names out, in every format", async () => {
    const hostile = quietConf
      .replace("name: web", "name: a\x1b]0;owned\x07b\u202e")
      .replace("thin:vm", "thin:\x1b[2Jvm");
    const source = bareFolder({ "101.conf": `${hostile}tags: x\n` });
    for (const args of [
      ["audit"],
      ["audit", "--show", "note", "-v"],
      ["show", "101"],
      ["audit", "--format", "json"],
      ["show", "101", "--format", "json"],
    ]) {
      const { out, err } = await runCli([...args, "--from", source]);
      expect(out + err).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    }
  });

  it("says one line for the cluster with --summary", async () => {
    const { out } = await runCli(["audit", "--demo", "--summary"]);
    expect(out.trimEnd().split("\n")).toHaveLength(1);
    expect(out).toContain("2 critical");
  });

  it("shows a guest by id or name", async () => {
    const byId = await runCli(["show", "302", "--demo"]);
    expect(byId.out).toBe((await runCli(["show", "pki-01", "--demo"])).out);
    expect(byId.out).toContain("qm set 302 --scsi0");
  });

  it("is quiet when all is well", async () => {
    const { out, code } = await runCli(["audit", "--demo", "--guest", "203", "--rule", "drive/*"]);
    expect(code).toBe(0);
    expect(out).toMatch(/✓ all \d+ judgements pass/);
  });
});

describe("completion", () => {
  it.each(["bash", "zsh"])("%s accepts its script", async (shell) => {
    const { out } = await runCli(["completion", shell]);
    expect(out).toContain("drive/cache-not-coherent");
    execFileSync("bash", ["-n"], { input: out });
  });

  it("completes commands, options, their values and rules in bash", async () => {
    const { out } = await runCli(["completion", "bash"]);
    const complete = (...words: readonly string[]): string =>
      execFileSync("bash", ["--norc"], {
        input: `${out}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _lanekeeper; echo "\${COMPREPLY[@]}"`,
        encoding: "utf8",
      }).trim();
    expect(complete("lanekeeper", "au")).toBe("audit");
    expect(complete("lanekeeper", "audit", "--fail-on", "c")).toBe("critical");
    expect(complete("lanekeeper", "explain", "sl")).toBe("slog");
    expect(complete("lanekeeper", "audit", "--req")).toBe("--require-coverage");
  });

  it("has a fish script for every command", async () => {
    const { out } = await runCli(["completion", "fish"]);
    for (const command of ["audit", "show", "explain", "rules", "policy", "collect"])
      expect(out).toContain(`-a ${command} `);
  });
});

describe("explain", () => {
  it.each(["lanes", "quadrants", "cache", "aio", "trim", "volblocksize", "slog", "arc"])(
    "has the topic %s",
    async (topic) => {
      const { out, code } = await runCli(["explain", topic]);
      expect(code ?? 0).toBe(0);
      expect(out.split("\n")[0]).toBe(topic);
      for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    },
  );

  it("says where a rule fails in a source", async () => {
    const { out } = await runCli(["explain", "drive/aio-native-blocks", "--demo"]);
    expect(out).toMatch(/Here +1: 201 scsi0/);
  });
});

it("knows every directive the rule pages use", () => {
  expect(() => readExample("pass  scsi0: tank:vm-101-disk-0 | @none-such")).toThrow("no directive");
});

describe("explain", () => {
  it("keeps examples within the terminal", async () => {
    const { out } = await runCli(["explain", "odirect-on-dataset-file"]);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("says where a rule applies, and nothing of the kind of a topic", async () => {
    expect((await runCli(["explain", "aio-native-blocks", "--demo"])).out).toContain(
      "Here            1: 201 scsi0",
    );
    expect((await runCli(["explain", "lanes", "--demo"])).out).not.toMatch(/^Here/m);
  });
});
