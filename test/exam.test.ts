import { beforeAll, describe, expect, it } from "vitest";
import type { AuditReport, Finding } from "../src/index.ts";
import { runCli } from "./support/run-cli.ts";

/** The guest half of the exam: the article's own cluster, and what the audit must say about it. */
describe("the exam, on fixtures/three-node-homelab", () => {
  let report: AuditReport;
  beforeAll(async () => {
    const { out } = await runCli(["audit", "--demo", "--format", "json"]);
    report = JSON.parse(out) as AuditReport; // what audit prints
  });

  const of = (vmid: number): readonly Finding[] =>
    report.findings.filter(
      ({ subject }) => subject.vmid === vmid || subject.volume?.includes(`vm-${vmid}-`) === true,
    );
  const said = (vmid: number): readonly string[] =>
    of(vmid).map(({ rule, severity, subject }) => [severity, rule, subject.drive].filter(Boolean).join(" "));
  const guest = (vmid: number) => report.guests.find((candidate) => candidate.vmid === vmid);
  const find = (vmid: number, rule: string): Finding | undefined =>
    of(vmid).find((finding) => finding.rule === rule);

  it.each([
    [201, ["error drive/aio-native-blocks scsi0"]],
    [202, ["note drive/aio-native-inherited scsi0"]],
  ])("%i is right but for the aio nobody wrote", (vmid, findings) => {
    expect(said(vmid)).toEqual(findings);
    expect(guest(vmid)).toMatchObject({ lane: "shared", quadrant: { role: "generalized", os: "linux" } });
    expect(find(vmid, findings[0]?.split(" ")[1] ?? "")).toMatchObject({
      remedy: { safety: "review", changes: [{ key: "aio", from: null, to: "io_uring" }] },
    });
  });

  it("701 is specialty Linux, pinned by its GPU; only scsi2 is off", () => {
    expect(guest(701)).toMatchObject({
      lane: "local",
      quadrant: { role: "specialty", os: "linux" },
      pinned: [{ key: "hostpci0", kind: "device" }],
    });
    expect(said(701)).toEqual([
      "warning drive/iothread-off scsi2",
      "warning drive/discard-off scsi2",
      "warning volume/volblocksize-misfit",
      "note drive/ssd-not-announced scsi2",
    ]);
    const line = ["qm", "set", "701", "--scsi2", "SSD-r10:vm-701-disk-1,discard=on,iothread=1,ssd=1"];
    for (const rule of ["drive/iothread-off", "drive/discard-off", "drive/ssd-not-announced"]) {
      expect(find(701, rule)?.remedy.commands).toEqual([{ argv: line, node: "pve3" }]);
    }
  });

  it("301, a Windows DC on the shared lane, is fully right", () => {
    expect(guest(301)).toMatchObject({ lane: "shared", quadrant: { role: "generalized", os: "windows" } });
    expect(said(301)).toEqual([]);
  });

  it("302, the same with writeback and balloon on, is critical", () => {
    expect(said(302)).toEqual([
      "critical drive/cache-not-coherent scsi0",
      "warning guest/balloon-on-memory-sensitive",
    ]);
    expect(find(302, "drive/cache-not-coherent")?.remedy.commands).toEqual([
      {
        argv: [
          "qm",
          "set",
          "302",
          "--scsi0",
          "san-lvm:vm-302-disk-1,cache=none,discard=on,iothread=1,ssd=1,aio=io_uring",
        ],
        node: "pve3",
      },
    ]);
  });

  it("1903 is never fine because pinned and disposable: the file is on a dataset", () => {
    expect(guest(1903)).toMatchObject({ template: false, quadrant: { role: "specialty", os: "windows" } });
    expect(guest(1903)?.drives[0]).toMatchObject({ backing: "dataset-file", medium: "ssd" });
    expect(said(1903)).toEqual([
      "error drive/cache-doubles-arc scsi0",
      "warning drive/iothread-off scsi0",
      "note guest/template-first",
    ]);
  });

  it("1903: cache=none, no threads, and a zvol or direct=disabled in the same breath", () => {
    const finding = find(1903, "drive/cache-doubles-arc");
    expect(finding?.remedy.commands.map(({ argv }) => argv.join(" "))).toEqual([
      "zfs set direct=disabled rpool/var-lib-vz",
      "qm set 1903 --scsi0 local:1903/vm-1903-disk-1.raw,cache=none,discard=on,ssd=1,iothread=1",
    ]);
    expect(finding?.remedy.steps?.[0]).toContain("qm move-disk 1903 scsi0");
    expect(finding?.message).toContain("cache=none alone");
    expect(find(1903, "drive/iothread-off")?.remedy.commands).toEqual(finding?.remedy.commands);
  });

  it.each([203, 204, 401, 801])("%i, a filler, is quiet", (vmid) => {
    expect(said(vmid)).toEqual([]);
  });

  it("shows a replicated guest and one that is local but movable", () => {
    expect(guest(401)?.lane).toBe("replicated");
    expect(guest(801)).toMatchObject({ lane: "local", pinned: [] });
  });

  it("orders the hygiene findings by urgency", () => {
    const hygiene = [
      "pool/nearly-full",
      "storage/backup-on-vm-pool",
      "pool/trim-never-runs",
      "storage/zfs-not-sparse",
      "pool/slog-without-plp",
      "pool/recordsize-inert",
    ];
    const below = report.findings.filter(
      ({ rule, severity }) =>
        hygiene.includes(rule) && (severity !== "note" || rule === "pool/recordsize-inert"),
    );
    const places = below.map(({ rule, severity, subject }) =>
      [severity, rule, subject.storage ?? `${subject.node} ${subject.pool}`].join(" "),
    );
    expect(places).toEqual([
      "critical pool/nearly-full pve2 local-zfs-hdd-3tb-mirror",
      "error storage/backup-on-vm-pool local-zfs-hdd-3tb-mirror",
      "warning pool/trim-never-runs pve1 local-zfs-sas-ssd-r10",
      "warning pool/trim-never-runs pve2 local-zfs-sas-ssd-r10",
      "warning pool/trim-never-runs pve3 SSD-r10",
      "warning storage/zfs-not-sparse local-zfs-ssd-8tb-r10",
      "warning pool/slog-without-plp pve2 local-zfs-hdd-8tb-r10",
      "note pool/recordsize-inert pve2 local-zfs-sas-ssd-r10",
      "note pool/recordsize-inert pve3 SSD-r10",
    ]);
  });

  it("passes the clean facts of the article", () => {
    const clean = [
      "pool/ashift-wrong",
      "pool/compression-off",
      "pool/sync-not-standard",
      "pool/logbias-throughput",
      "node/arc-uncapped",
      "volume/thick-zvol",
    ];
    const told = [...report.findings, ...report.open].map(({ rule }) => rule);
    expect(told.filter((rule) => clean.includes(rule))).toEqual([]);
  });

  it("leaves open what no file can tell, and counts the container as not judged", () => {
    const due = report.open.filter((entry) => entry.due).map(({ rule }) => rule);
    expect(new Set(due)).toEqual(new Set(["guest/replication-failing"]));
    expect(report.notJudged).toEqual([{ kind: "container", vmid: 501, node: "pve1" }]);
    expect(report.unreadableFiles).toEqual([]);
  });

  it.each([80, 160])("looks as it was read and accepted at %i columns", async (columns) => {
    const { out, code } = await runCli(["audit", "--demo"], {
      env: { LANG: "C.UTF-8", COLUMNS: String(columns) },
    });
    expect(code).toBe(1);
    await expect(out).toMatchFileSnapshot(`golden/exam-${columns}.txt`);
  });

  it("gives the findings as they were read and accepted", async () => {
    const lines = report.findings.map(({ severity, rule, subject, message, remedy }) =>
      [
        [
          severity,
          rule,
          subject.vmid ?? subject.volume ?? subject.storage ?? `${subject.node} ${subject.pool}`,
          subject.drive,
        ]
          .join(" ")
          .trimEnd(),
        `  ${message}`,
        ...remedy.commands.map(({ node, argv }) => `  ${node ?? "any node"}# ${argv.join(" ")}`),
      ].join("\n"),
    );
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("golden/exam-findings.txt");
  });
});
