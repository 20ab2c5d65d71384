import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditReport } from "../../src/index.ts";
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

interface Run {
  readonly report: AuditReport;
  readonly err: string;
  readonly code: number | undefined;
}

async function audit(token = pve.token()): Promise<Run> {
  const { out, err, code } = await runCli(
    ["audit", "--from", pve.url("pve1"), "--fingerprint", pve.fingerprint("pve1"), "--format", "json"],
    { env: { HOME: folder.at("home"), LANEKEEPER_TOKEN: token, LANG: "C.UTF-8" } },
  );
  return { report: JSON.parse(out) as AuditReport, err, code }; // what audit prints
}

const findingsOf = ({ findings }: AuditReport): readonly string[] =>
  findings.map(({ rule, severity, subject: { node: _, ...subject } }) =>
    [severity, rule, ...Object.values(subject)].join(" "),
  );

const gapsOf = ({ unreadableFiles }: AuditReport): string =>
  unreadableFiles.map(({ path, reason }) => `${path}: ${reason}`).join("\n");

/** What the API does not tell (policy: rule → facts → sources); all else has to be found. */
const untold = new Set([
  "drive/cache-doubles-arc",
  "volume/volblocksize-misfit",
  "pool/trim-never-runs",
  "pool/recordsize-inert",
  "storage/backup-on-vm-pool",
  "storage/dir-on-zfs",
]);

describe("audit --from https://…", () => {
  it("finds in a running cluster what it finds in the cluster's files, but for what the API does not tell", async () => {
    const { report, err, code } = await audit();
    const files = await runCli(["audit", "--demo", "--format", "json"]);
    const offline = findingsOf(JSON.parse(files.out) as AuditReport); // what audit prints
    expect({ err, code }).toEqual({ err: "", code: 1 });
    expect(
      offline.filter((one) => !findingsOf(report).includes(one)).map((one) => one.split(" ")[1]),
    ).toEqual(expect.arrayContaining([...untold]));
    expect(
      offline.filter((one) => !findingsOf(report).includes(one) && !untold.has(one.split(" ")[1] ?? "")),
    ).toEqual([]);
    expect(findingsOf(report).filter((one) => !offline.includes(one))).toEqual([]);
    // what it does not tell is open, not well
    expect([...untold].filter((rule) => !report.open.some((open) => open.rule === rule))).toEqual([]);
    expect(gapsOf(report)).toBe("");
  });
});

it("--report tells of mounts, and takes nothing away", async () => {
  const plain = await audit();
  const { out, err } = await runCli(
    [
      "audit",
      "--from",
      pve.url("pve1"),
      "--fingerprint",
      pve.fingerprint("pve1"),
      "--report",
      "--format",
      "json",
    ],
    { env: { HOME: folder.at("home"), LANEKEEPER_TOKEN: pve.token() } },
  );
  expect(err).toBe("");
  const report = JSON.parse(out) as AuditReport; // what audit prints
  expect(gapsOf(report)).toBe("");
  expect(findingsOf(report).some((one) => one.includes("storage/dir-on-zfs"))).toBe(true);
  expect(findingsOf(plain.report).filter((one) => !findingsOf(report).includes(one))).toEqual([]);
  expect(report.open.length).toBeLessThan(plain.report.open.length);
});

describe("a token that may see only a part", () => {
  const everything = ["Datastore.Audit", "Mapping.Audit", "Sys.Audit", "VM.Audit", "VM.GuestAgent.Audit"];
  const without = (privilege: string) => ({ "/": everything.filter((one) => one !== privilege) });

  it("of storages: the audit goes on, says so, and lanes are open", async () => {
    const { report, code } = await audit(pve.token(without("Datastore.Audit")));
    expect(report.guests).toHaveLength(10);
    expect(gapsOf(report)).toMatch(/Datastore\.Audit on \/storage: .* has not got it/);
    expect([0, 1]).toContain(code);
    // every cluster has a local
    expect(new Set(report.guests.map(({ lane }) => lane))).toEqual(new Set(["unknown", "local"]));
  });

  it("one guest: that one is judged, and the others are said to be unseen", async () => {
    const { report } = await audit(pve.token({ "/vms/201": ["VM.Audit"] }));
    expect(report.guests.map(({ vmid }) => vmid)).toEqual([201]);
    expect(gapsOf(report)).toMatch(
      /VM\.Audit on \/vms: .*guests it may not see are missing from every count/,
    );
  });

  it("no Sys.Audit: the guests are judged, and the nodes' gaps name the privilege", async () => {
    const { report } = await audit(pve.token(without("Sys.Audit")));
    expect(report.guests).toHaveLength(10);
    expect(report.cluster.nodes.map(({ name }) => name)).toEqual(["pve1", "pve2", "pve3"]);
    const hows = report.open.flatMap(({ missing }) => missing.map(({ how }) => how)).join("\n");
    expect(hows).toMatch(
      /HTTP 403 on \/nodes\/pve2\/apt\/versions; give the token Sys\.Audit on \/nodes\/pve2/,
    );
    expect(hows).toMatch(
      /HTTP 403 on \/nodes\/pve2\/disks\/list; give the token Sys\.Audit on \/nodes\/pve2/,
    );
  });

  it("no VM.GuestAgent.Audit: nothing is said of agents", async () => {
    const { report } = await audit(pve.token(without("VM.GuestAgent.Audit")));
    expect(gapsOf(report)).toMatch(/VM\.GuestAgent\.Audit on \/vms/);
    expect(report.findings.filter(({ rule }) => rule === "guest/agent-silent")).toEqual([]);
    expect(report.open.some(({ rule }) => rule === "guest/agent-silent")).toBe(true);
  });

  it("nothing at all: one line, and exit 2", async () => {
    const { code, err, out } = await runCli(
      ["audit", "--from", pve.url("pve1"), "--fingerprint", pve.fingerprint("pve1")],
      { env: { HOME: folder.at("home"), LANEKEEPER_TOKEN: pve.token({}) } },
    );
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/holds no readable guest config/);
  });
});
