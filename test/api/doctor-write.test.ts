import { chmodSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AccessReport } from "../../src/index.ts";
import { labCluster } from "../apply/lab-cluster.ts";
import { planFor, type WantedChange } from "../apply/plan-for.ts";
import { restartDirectly } from "../apply/restart-directly.ts";
import type { PrivilegesByPath } from "../simulated-pve/privileges.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";

const folder = useTemporaryFolder();
let pve: SimulatedPve;
beforeEach(async () => {
  pve = await startSimulatedPve({ snapshot: labCluster });
});
afterEach(() => pve.stop());

const wanted: readonly WantedChange[] = [
  { vmid: 101, option: "scsihw", edits: { "": "virtio-scsi-single" } },
  { vmid: 101, option: "scsi0", edits: { cache: null, iothread: "1" } },
  { vmid: 102, option: "agent", edits: { "": "1" } },
  { vmid: 103, option: "balloon", edits: { "": "0" } },
  { vmid: 105, option: "scsi0", edits: { discard: "on" } },
];
const hostStep = {
  id: "pve1-tank-sync",
  node: "pve1",
  argv: ["zfs", "set", "sync=standard", "tank"],
  inverse: ["zfs", "set", "sync=always", "tank"],
  read: ["zfs", "get", "-H", "-o", "value", "sync", "tank"],
  from: "always",
  to: "standard",
  clears: [],
  safety: "safe",
  risks: [],
} as const;

const planFile = (more: Parameters<typeof planFor>[2] = {}): string =>
  folder.put("plan.json", JSON.stringify(planFor(pve.state, wanted, more)));

const api = (): readonly string[] => ["--from", pve.url("pve1"), "--fingerprint", pve.fingerprint("pve1")];
const env = (token: string) => ({
  env: { HOME: folder.at("home"), LANG: "C.UTF-8", COLUMNS: "120", LANEKEEPER_WRITE_TOKEN: token },
});
const doctor = (token: string, plan = planFile(), more: readonly string[] = []) =>
  runCli(["doctor", "--write", plan, ...api(), ...more], env(token));
const apply = (token: string, plan = planFile()) =>
  runCli(["apply", plan, ...api(), "--yes", "--journal", folder.at("journal")], env(token));

/** The privileges that the commands give the token, path by path, as `pveum` would. */
function grantedBy(commands: readonly string[]): PrivilegesByPath {
  const roles = new Map(
    commands.flatMap((command) => {
      const [, name = "", privileges = ""] = /^pveum role add (\S+) --privs "(.*)"$/.exec(command) ?? [];
      return name === "" ? [] : [[name, privileges.split(" ")] as const];
    }),
  );
  return Object.fromEntries(
    commands.flatMap((command) => {
      const [, path = "", role = ""] =
        /^pveum acl modify (\S+) --users lanekeeper-write@pve --tokens 'lanekeeper-write@pve!apply' --roles (\S+)/.exec(
          command,
        ) ?? [];
      return path === "" ? [] : [[path, roles.get(role) ?? []] as const];
    }),
  );
}

const leastOf = async (): Promise<PrivilegesByPath> => {
  const { out } = await doctor(pve.token({ "/": [] }), planFile(), ["--format", "json"]);
  return grantedBy((JSON.parse(out) as AccessReport).leastPrivilege.commands); // what doctor prints
};

describe("doctor --write", () => {
  it("prints a role with which the plan can be applied, on no more than its guests", async () => {
    const least = await leastOf();
    expect(least).toEqual({
      "/": ["Sys.Audit"],
      "/vms/101": [
        "Sys.Audit",
        "VM.Audit",
        "VM.Config.Disk",
        "VM.Config.HWType",
        "VM.GuestAgent.Audit",
        "VM.PowerMgmt",
      ],
      "/vms/102": ["Sys.Audit", "VM.Audit", "VM.Config.Options", "VM.GuestAgent.Audit", "VM.PowerMgmt"],
      "/vms/103": ["Sys.Audit", "VM.Audit", "VM.Config.Memory", "VM.GuestAgent.Audit", "VM.PowerMgmt"],
      "/vms/105": ["Sys.Audit", "VM.Audit", "VM.Config.Disk", "VM.GuestAgent.Audit", "VM.PowerMgmt"],
    });
    const token = pve.token(least);
    const { code, out, err } = await doctor(token);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("The guest steps of this plan can be written.");
    expect(pve.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    expect((await apply(token)).code).toBe(0);
  });

  it.each([
    ["/vms/101", "VM.Config.Disk", 3],
    ["/vms/101", "VM.Config.HWType", 3],
    ["/vms/102", "VM.Config.Options", 3],
    ["/vms/103", "VM.Config.Memory", 3],
    ["/vms/105", "VM.Audit", 3],
    ["/", "Sys.Audit", 2],
    // apply never restarts, so it does without; restart does not
    ["/vms/101", "VM.PowerMgmt", 0],
    ["/vms/101", "Sys.Audit", 0],
    ["/vms/101", "VM.GuestAgent.Audit", 0],
  ])("says that %s lacks %s, and apply finds the same", async (path, privilege, applied) => {
    const least = await leastOf();
    const poorer = { ...least, [path]: (least[path] ?? []).filter((one) => one !== privilege) };
    const token = pve.token(poorer);
    const { code, out } = await doctor(token);
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`\\? [rights ]+${privilege}(?: or \\S+)? is missing on ${path}[:,]`));
    expect(out).toContain("Not all of this plan can be carried out");
    expect((await apply(token)).code).toBe(applied);
  });

  it("prints a role with which restart can verify what it did", async () => {
    const token = pve.token(await leastOf());
    expect((await apply(token)).code).toBe(0);
    expect(await restartDirectly(pve, [101], { token })).toMatchObject([
      {
        outcome: "restarted",
        agentAnswers: true,
        process: { checks: expect.arrayContaining([expect.objectContaining({ outcome: "confirmed" })]) },
      },
    ]);
    const { out } = await doctor(token);
    expect(out).toMatch(/✓ [rights ]+Sys\.Audit or Sys\.Modify on \/vms\/101, .*what lanekeeper restart/s);
    expect(out).toMatch(/VM\.GuestAgent\.Audit are what `lanekeeper\s+restart` verifies\s+with/);
  });

  it("asks for VM.Monitor where the cluster is older", async () => {
    const nodes = Object.fromEntries(["pve1", "pve2", "pve3"].map((node) => [node, { version: "8.4.1" }]));
    const older = await startSimulatedPve({ snapshot: labCluster, nodes });
    await pve.stop();
    pve = older;
    const least = await leastOf();
    expect(least["/vms/105"]).toEqual(["VM.Audit", "VM.Config.Disk", "VM.Monitor", "VM.PowerMgmt"]);
    const token = pve.token(least);
    expect((await doctor(token)).code).toBe(0);
    expect(await restartDirectly(pve, [101], { token })).toMatchObject([
      { outcome: "restarted", agentAnswers: true },
    ]);
    const poorer = { ...least, "/vms/105": ["VM.Audit", "VM.Config.Disk", "VM.PowerMgmt"] };
    const { code, out } = await doctor(pve.token(poorer));
    expect(code).toBe(1);
    expect(out).toMatch(/VM\.Monitor is missing on \/vms\/105: what lanekeeper restart verifies with/);
  });

  it("says that host steps take root, and counts that as no gap", async () => {
    const { code, out } = await doctor(pve.token(), planFile({ hostSteps: [hostStep] }));
    expect(code).toBe(0);
    expect(out).toMatch(/· host steps +pve1-tank-sync: no token runs them; they take root on pve1/);
  });

  it("does not take silence for a right", async () => {
    pve.fault({
      on: { path: /access\/permissions/ },
      effect: { kind: "status", status: 403, reason: "Forbidden" },
    });
    const { code, out } = await doctor(pve.token());
    expect(code).toBe(1);
    expect(out).toMatch(/\? rights +what \S+ may do on \/, \/vms\/101, .* is not known/);
    expect(out).not.toContain("✓ rights");
  });

  it("fails where the plan is for another cluster, is none, or nobody may log in", async () => {
    const other = planFile({ cluster: { id: "other pve1", name: "other" } });
    expect(await doctor(pve.token(), other)).toMatchObject({
      code: 2,
      out: expect.stringMatching(/✗ cluster +the plan is for other pve1, and this is lab/),
    });
    const none = folder.put("none.json", "{}");
    expect(await doctor(pve.token(), none)).toMatchObject({ code: 2, out: "" });
    expect(await doctor("")).toMatchObject({ code: 2, out: expect.stringMatching(/✗ credentials/) });
    const wrong = await doctor("a@pve!ro=00000000-0000-0000-0000-000000000000");
    expect(wrong).toMatchObject({ code: 2, out: expect.stringMatching(/✗ login/) });
    expect(wrong.out).not.toContain("00000000-0000");
    expect(await runCli(["doctor", "--write", planFile(), "--from", "ssh://root@pve1"])).toMatchObject({
      code: 2,
      out: "",
    });
  });

  it("never sends the token for reading, not even one that the policy file names", async () => {
    const read = folder.put("read.token", pve.token());
    chmodSync(read, 0o600);
    const policy = folder.put(
      "lanekeeper.yaml",
      `clusters:\n  lab:\n    from: "${pve.url("pve1")}"\n    tokenFile: ${read}\n    fingerprints: { "127.0.0.1": "${pve.fingerprint("pve1")}" }\n`,
    );
    const { code, out } = await runCli(
      ["doctor", "--write", planFile(), "--cluster", "lab", "--policy", policy],
      { env: { HOME: folder.at("home"), LANEKEEPER_TOKEN: pve.token() } },
    );
    expect({ code, out }).toMatchObject({ code: 2, out: expect.stringContaining("LANEKEEPER_WRITE_TOKEN") });
    expect(pve.requests).toEqual([]);
  });
});
