import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkPlan } from "../src/apply/check-plan.ts";
import { checkPlanShape } from "../src/apply/plan-schema.ts";
import { width } from "../src/report/terminal/lines.ts";
import { runCli } from "./support/run-cli.ts";
import { useTemporaryFolder } from "./support/temporary-folder.ts";

const folder = useTemporaryFolder();

const plan = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ReturnType<typeof runCli> =>
  runCli(["plan", ...args], { env: { LANG: "C.UTF-8", COLUMNS: "80", ...env } });

describe("plan --demo", () => {
  it.each([
    ["80", ["--demo"], { COLUMNS: "80" }],
    ["160", ["--demo"], { COLUMNS: "160" }],
    ["ascii-80", ["--demo", "--ascii"], { COLUMNS: "80" }],
    ["colour-80", ["--demo", "--color", "always"], { COLUMNS: "80", TERM: "xterm-256color" }],
    ["safe-only-80", ["--demo", "--safe-only"], { COLUMNS: "80" }],
  ])("prints %s", async (file, args, env) => {
    const { out, err, code } = await plan(args, env);
    expect({ err, code }).toEqual({ err: "", code: 0 });
    for (const line of out.split("\n")) expect(width(line)).toBeLessThanOrEqual(Number(env.COLUMNS));
    if (!args.includes("always")) expect(out).not.toContain("\x1b");
    await expect(out).toMatchFileSnapshot(`golden/plan/${file}.txt`);
  });

  it("chooses by guest, rule and severity", async () => {
    const ids = async (...args: readonly string[]): Promise<readonly string[]> => {
      const { steps, hostSteps } = JSON.parse((await plan(["--demo", "--format", "json", ...args])).out);
      return [...steps, ...hostSteps].map(({ id }: { id: string }) => id);
    };
    expect(await ids("--severity", "critical")).toEqual(["302-scsi0"]);
    expect(await ids("--rule", "iothread-off", "--guest", "701")).toEqual(["701-scsi2"]);
    expect(await ids("--guest", "!302", "--severity", "error")).toEqual([
      "1903-scsi0",
      "201-scsi0",
      "pve3:rpool/var-lib-vz:direct",
    ]);
  });
});

it("repeats the choice in the command it names next", async () => {
  const { out } = await plan(["--demo", "--safe-only", "--guest", "!302", "--severity", "error"], {
    COLUMNS: "160",
  });
  expect(out).not.toContain("lanekeeper apply");
  const more = await plan(["--demo", "--safe-only", "--guest", "!302", "--severity", "note"], {
    COLUMNS: "160",
  });
  expect(more.out).toContain(
    "Next: lanekeeper plan --demo --guest '!302' --severity note --safe-only -o plan.json\n",
  );
});

describe("plan -o", () => {
  it("writes a plan that apply takes, and may replace it", async () => {
    const file = folder.put("other/plan.json", '{\n  "schema": "lanekeeper/plan/1",\n');
    const { out, code } = await plan(["--demo", "-o", file]);
    expect(code).toBe(0);
    expect(out).toContain(`Wrote ${file}.`);
    const written = checkPlanShape(JSON.parse(readFileSync(file, "utf8")));
    if (typeof written === "string") throw new Error(written);
    checkPlan(written, written.snapshot.takenAt, 60_000);
    expect(written.steps.find(({ vmid }) => vmid === 1903)?.needs).toEqual(["pve3:rpool/var-lib-vz:direct"]);
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it("neither reads nor replaces a device", async () => {
    expect(await plan(["--demo", "-o", "/dev/full"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("is there and is no plan"),
    });
    expect((await runCli(["apply", "/dev/zero"])).err).toContain("it is no file");
  });

  it("replaces nothing that is no plan, and reads nothing before it says so", async () => {
    const file = folder.put("notes.txt", "mine");
    const { err, code } = await plan(["--demo", "-o", file]);
    expect(code).toBe(2);
    expect(err).toContain("is there and is no plan, so it is not replaced");
    expect(readFileSync(file, "utf8")).toBe("mine");
  });
});

describe("a plan that cannot be", () => {
  it("is refused in one line for pasted and for redacted configs", async () => {
    const pasted = folder.put(
      "201.conf",
      "scsi0: local-lvm:vm-201-disk-0,size=8G\nscsihw: virtio-scsi-single\n",
    );
    const first = await plan(["--from", pasted]);
    expect(first.code).toBe(2);
    expect(first.err).toMatch(
      /^lanekeeper: a plan needs each config byte for byte.*\n.*\(inexact-source\)\n$/,
    );
    const bundle = join(folder.put("x/y", ""), "../bundle.json");
    writeFileSync(bundle, (await runCli(["collect", "--demo", "--redact", "-o", "-"])).out);
    expect((await plan(["--from", bundle])).err).toContain("(inexact-source)");
  });

  it("is refused where it brings what is as bad, with a way round that works", async () => {
    const conf = folder.put(
      "pve/nodes/pve1/qemu-server/101.conf",
      "scsi0: tank:vm-101-disk-0,iothread=1\nscsihw: virtio-scsi-single\nagent: 1\n",
    );
    folder.put("pve/storage.cfg", "zfspool: tank\n\tpool tank\n\tsparse 1\n\tcontent images\n");
    const policy = folder.put(
      "no-discard.yaml",
      'rules: { no-discard: { subject: drive, severity: warning, fails: drive.settings.discard.value == "unmap", message: discard is on } }\n',
    );
    const pve = conf.replace(/\/nodes.*/, "");
    const from = ["--from", pve, "--policy", policy];
    const { err, out, code } = await plan([...from, "-o", join(pve, "plan.json")]);
    expect({ out, code }).toEqual({ out: "", code: 2 });
    expect(err).toBe(
      "lanekeeper: plan refused: it would bring custom/no-discard (warning) to 101 scsi0 for drive/discard-off\n  leave it out: --guest '!101', or --rule '!drive/discard-off'  (plan-refused)\n",
    );
    expect(existsSync(join(pve, "plan.json"))).toBe(false);
    expect((await plan([...from, "--rule", "!drive/discard-off"])).code).toBe(0);
  });
});
