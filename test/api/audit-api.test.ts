import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditReport } from "../../src/index.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { demoSnapshot } from "./demo-snapshot.ts";

const folder = useTemporaryFolder();

describe("audit --from https://…", () => {
  let pve: SimulatedPve;
  beforeAll(async () => {
    pve = await startSimulatedPve({ snapshot: await demoSnapshot() });
  });
  afterAll(() => pve.stop());

  const audit = (more: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runCli(["audit", "--from", pve.url("pve1"), ...more], {
      env: { HOME: folder.at("home"), LANEKEEPER_TOKEN: pve.token(), LANG: "C.UTF-8", ...env },
      folder: folder.at("."),
    });

  it("finds in a running cluster what it finds in the cluster's files", async () => {
    const live = await audit(["--fingerprint", pve.fingerprint("pve1"), "--format", "json"]);
    const files = await runCli(["audit", "--demo", "--format", "json"]);
    const report = JSON.parse(live.out) as AuditReport; // what audit prints
    const offline = JSON.parse(files.out) as AuditReport; // what audit prints
    const said = ({ findings }: AuditReport) => findings.map(({ rule, subject, severity }) => `${severity} ${rule} ${JSON.stringify(subject)}`);
    const due = ({ open }: AuditReport) => new Set(open.map(({ rule }) => rule));
    console.log(live.err, due(report), said(offline).filter((x) => !said(report).includes(x)), said(report).filter((x) => !said(offline).includes(x)));
    expect(report.guests.length).toBe(offline.guests.length);
  });

  it("looks", async () => {
    const { out, err } = await audit(["--fingerprint", pve.fingerprint("pve1")], { COLUMNS: "160" });
    console.log(out, err);
  });
});
