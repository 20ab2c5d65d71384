import { describe, expect, it } from "vitest";
import { runCli } from "./support/run-cli.ts";
import { useTemporaryFolder } from "./support/temporary-folder.ts";

const folder = useTemporaryFolder();
const pve = (): string => {
  folder.put("pve/storage.cfg", "dir: local\n\tpath /var/lib/vz\n\tcontent images\n");
  folder.put(
    "pve/101.conf",
    "name: web\nscsihw: virtio-scsi-single\nscsi0: local:101/vm-101-disk-0.qcow2,size=8G\n",
  );
  return folder.at("pve");
};
const run = (...args: readonly string[]) => runCli(args, { folder: folder.at("") });
const waiver = (until: string): string =>
  `waivers:\n  - {rule: drive/iothread-off, where: {vmid: 101}, reason: measured, by: ann, until: ${until}}\n`;
const json = async (...args: readonly string[]) => JSON.parse((await run(...args, "--format", "json")).out);

describe("--policy", () => {
  it("is lanekeeper.yaml of the working directory where it does not say", async () => {
    const from = pve();
    expect((await json("audit", "--from", from)).policy).toBeNull();
    folder.put("lanekeeper.yaml", "guests: {web: golden}\n");
    expect((await json("audit", "--from", from)).policy).toEqual({
      path: "lanekeeper.yaml",
      // printf 'guests: {web: golden}\n' | sha256sum
      sha256: "eac474714b2ca01133a5e7931a197689008af00fefb2355dac4998ed10a7f5ba",
    });
  });

  it("does not read the working directory's for the demo, which is another cluster", async () => {
    folder.put("lanekeeper.yaml", "guests: {1: nonsense}\n");
    expect((await json("audit", "--demo")).policy).toBeNull();
    expect(await run("audit", "--demo", "--policy", "lanekeeper.yaml")).toMatchObject({ code: 2, out: "" });
  });

  it("names a file and what it builds on, each relative to the one that says so", async () => {
    folder.put("sites/a.yaml", "extends: ../base/all.yaml\n");
    folder.put("base/all.yaml", "extends: more.yaml\n");
    folder.put("base/more.yaml", "severities: {drive/iothread-off: critical}\n");
    const report = await json("audit", "--from", pve(), "--policy", "sites/a.yaml");
    expect(report.policy.path).toBe("sites/a.yaml");
    expect(report.policy.extends.map(({ path }: { path: string }) => path)).toEqual([
      "base/all.yaml",
      "base/more.yaml",
    ]);
    expect(report.counts.critical).toBe(1);
  });

  it("is in force in show and explain", async () => {
    folder.put("lanekeeper.yaml", `severities: {drive/iothread-off: critical}\n${waiver("2026-11-30")}`);
    const from = pve();
    expect((await run("show", "101", "--from", from)).out).toMatch(
      /waived until\s+2026-11-30\s+by\s+ann:\s+measured/,
    );
    expect((await run("explain", "iothread-off", "--from", from)).out).toContain(
      "Here            1: 101 scsi0",
    );
  });

  it("that is bad is refused with its place, on standard error only", async () => {
    folder.put("lanekeeper.yaml", "# ours\naioOnLvm: iouring\n");
    expect(await run("audit", "--from", pve())).toEqual({
      code: 2,
      out: "",
      err: `lanekeeper.yaml:2:11: aioOnLvm is "iouring"; one of io_uring, threads, leave
    2 │ aioOnLvm: iouring
      │           ^^^^^^^
`,
    });
  });

  it.each([
    ["gone.yaml", "no such file"],
    ["pve", "it is a folder"],
    ["latin1.yaml", "it is not UTF-8 text"],
    ["big.yaml", "5000000 bytes are too many for a policy"],
  ])("%s is refused in one line: %s", async (name, reason) => {
    folder.put("latin1.yaml", Uint8Array.of(0x23, 0xe9, 0x0a));
    folder.put("big.yaml", "#".repeat(5_000_000));
    const { code, err } = await run("audit", "--from", pve(), "--policy", name);
    expect(code).toBe(2);
    expect(err).toBe(`lanekeeper: cannot read the policy ${name}: ${reason}\n  (no-policy)\n`);
  });

  it("does not let its text speak to the terminal", async () => {
    folder.put("lanekeeper.yaml", 'guests:\n\n  "a\\e]0;x\\a": golden\n\t"\u001b[2J": x\n');
    const { err } = await run("audit", "--from", pve());
    expect(err).toMatch(/^lanekeeper\.yaml:4:/);
    expect(err).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
  });
});

describe("waivers", () => {
  const audit = async (until: string, ...more: readonly string[]) => {
    folder.put("lanekeeper.yaml", waiver(until));
    return run("audit", "--from", pve(), "--rule", "iothread-off", ...more);
  };

  it("do not set the exit code while they hold", async () => {
    expect(await audit("2026-11-22", "--fail-on", "warning")).toMatchObject({ code: 0 });
    expect(await audit("2026-11-21", "--fail-on", "warning")).toMatchObject({ code: 1 });
  });

  it("that ended are findings with a page", async () => {
    folder.put("lanekeeper.yaml", waiver("2026-11-21"));
    const { out } = await run("audit", "--from", pve(), "--rule", "policy/*", "--policy", "lanekeeper.yaml");
    expect(out).toMatch(/waiver drive\/iothread-off vmid=101\s+its last day was\s+2026-11-21/);
    expect((await run("explain", "policy/waiver-expired")).out).toContain("Its last day has passed");
  });
});
