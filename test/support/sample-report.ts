import type {
  AuditReport,
  DriveReport,
  Finding,
  GuestReport,
  OpenJudgement,
} from "../../src/model/audit-report.ts";
import type { DriveSettings, Setting } from "../../src/model/drive.ts";
import type { Severity } from "../../src/model/outcome.ts";

/** Reports made by hand, so that golden files change when the report changes and not when a rule's wording does. */

const written = <T>(value: T): Setting<T> => ({ value, origin: "configured", because: "the config says so" });
const byDefault = <T>(value: T): Setting<T> => ({
  value,
  origin: "default",
  because: "Proxmox VE's default",
});

/** All as the policy wants it. */
const goodSettings: DriveSettings = {
  cache: byDefault("none"),
  direct: byDefault(true),
  noFlush: byDefault(false),
  writeCache: byDefault("on"),
  aio: written("io_uring"),
  discard: written("unmap"),
  detectZeroes: byDefault("unmap"),
  iothread: written(true),
  ssd: written(true),
};

function sampleDrive(key: string, volume: string, parts: Partial<DriveReport> = {}): DriveReport {
  return {
    key,
    volume,
    storage: volume.split(":")[0] ?? null,
    storageType: "lvm",
    backing: "thick-lv",
    medium: "unknown",
    format: "raw",
    options: { aio: "io_uring", discard: "on", iothread: "1", size: "32G", ssd: "1" },
    settings: goodSettings,
    ...parts,
  };
}

export function sampleGuest(vmid: number, name: string, parts: Partial<GuestReport> = {}): GuestReport {
  return {
    vmid,
    name,
    node: "pve1",
    lane: "shared",
    laneReasons: [{ code: "all-shared", text: "scsi0 on san-lvm (shared)", source: "storage.cfg:9" }],
    pinned: [],
    quadrant: { role: "generalized", os: "linux" },
    template: false,
    tags: [],
    machine: "11.0",
    scsihw: "virtio-scsi-single",
    drives: [sampleDrive("scsi0", `san-lvm:vm-${vmid}-disk-0`)],
    volumes: [],
    unreadable: [],
    ...parts,
  };
}

interface FindingParts extends Partial<Finding> {
  /** Drive keys the remedy sets; `null` removes. */
  readonly sets?: Readonly<Record<string, string | null>>;
}

/** A finding of a drive. All findings of a drive share one command unless `remedy` says otherwise. */
export function sampleFinding(
  severity: Severity,
  rule: string,
  place: string,
  message: string,
  { sets = {}, ...parts }: FindingParts = {},
): Finding {
  const [vmid, drive] = place.split(" ");
  const changes = Object.entries(sets).map(([key, to]) => ({ key, from: null, to }));
  return {
    id: `${rule} ${place}`,
    rule,
    severity,
    subject: {
      kind: drive === undefined ? "guest" : "drive",
      vmid: Number(vmid),
      ...(drive === undefined ? {} : { drive }),
    },
    message,
    evidence: [{ fact: "in force", value: "as told", source: `${vmid}.conf:14` }],
    remedy: {
      kind: "change",
      safety: "safe",
      takesEffect: "after-stop-start",
      changes,
      commands: [
        { argv: ["qm", "set", vmid ?? "", `--${drive ?? changes[0]?.key ?? ""}`, "…"], node: "pve1" },
      ],
      risks: [],
    },
    ...parts,
  };
}

function countsOf(findings: readonly Finding[]): AuditReport["counts"] {
  const count = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
  return {
    critical: count("critical"),
    error: count("error"),
    warning: count("warning"),
    note: count("note"),
    waived: 0,
  };
}

/** A report whose counts and coverage follow from what is in it. */
export function sampleReport(parts: Partial<AuditReport> = {}): AuditReport {
  const { findings = [], open = [] } = parts;
  const due = open.filter((judgement) => judgement.due).length;
  return {
    schema: "lanekeeper/audit/1",
    tool: { name: "lanekeeper", version: "0.1.0" },
    generatedAt: "2026-08-30T09:46:12Z",
    sources: [{ kind: "directory", name: "copy", takenAt: "2026-08-30T09:46:00Z" }],
    policy: null,
    cluster: {
      id: "homelab pve1 pve2 pve3",
      name: "homelab",
      nodes: ["pve1", "pve2", "pve3"].map((name) => ({
        name,
        versions: { pve: "9.2.4", qemuServer: "9.1.18" },
      })),
      nodeCount: 3,
      assumed: ["QEMU 11.0.2"],
    },
    guests: [sampleGuest(101, "web")],
    findings,
    open,
    notJudged: [],
    unreadableFiles: [],
    contradictions: [],
    coverage: { judged: 240, due: 240 + due },
    counts: countsOf(findings),
    ...parts,
  };
}

export function sampleOpen(
  rule: string,
  place: string,
  fact: string,
  parts: Partial<OpenJudgement> = {},
): OpenJudgement {
  const [vmid, drive] = place.split(" ");
  return {
    rule,
    severity: "warning",
    subject: { kind: "drive", vmid: Number(vmid), ...(drive === undefined ? {} : { drive }) },
    due: true,
    missing: [
      {
        fact,
        node: "pve1",
        access: "shell",
        how: "save `lsblk -J` of pve1 as facts/pve1/lsblk.json beside the copy",
      },
    ],
    ...parts,
  };
}

const wrong = (parts: Partial<DriveSettings>): DriveSettings => ({ ...goodSettings, ...parts });

/** A cluster with something of everything: lost files, merged findings, a rule over many places, pins, pending, open. */
export const examReport: AuditReport = sampleReport({
  guests: [
    sampleGuest(201, "app-01", {
      drives: [
        sampleDrive("scsi0", "san-lvm:vm-201-disk-0.qcow2", {
          backing: "qcow2-lv",
          format: "qcow2",
          options: { discard: "on", iothread: "1", size: "32G", ssd: "1" },
          settings: wrong({ aio: byDefault("native") }),
        }),
      ],
    }),
    sampleGuest(203, "dns-01", {
      pinned: [
        { key: "ide2", kind: "medium", text: "ISO in ide2 on local, which is not shared", certain: true },
      ],
    }),
    sampleGuest(302, "pki-01", {
      node: "pve3",
      quadrant: { role: "generalized", os: "windows" },
      drives: [
        sampleDrive("scsi0", "san-lvm:vm-302-disk-1", {
          options: { cache: "writeback", discard: "on", iothread: "1", size: "80G", ssd: "1" },
          settings: wrong({ cache: written("writeback"), direct: written(false), aio: byDefault("threads") }),
          pending: { value: "san-lvm:vm-302-disk-1,cache=none", settings: wrong({ cache: written("none") }) },
        }),
      ],
      pending: { scsi0: "san-lvm:vm-302-disk-1,cache=none", memory: "8192" },
    }),
    sampleGuest(701, "ai-01", {
      node: "pve3",
      lane: "local",
      laneReasons: [{ code: "device", text: "hostpci0: PCI device 0000:41:00" }],
      pinned: [{ key: "hostpci0", kind: "device", text: "GPU", certain: true }],
      quadrant: { role: "specialty", os: "linux" },
      drives: [
        sampleDrive("scsi0", "SSD-r10:vm-701-disk-0", {
          storageType: "zfspool",
          backing: "zvol",
          medium: "ssd",
        }),
        sampleDrive("scsi2", "SSD-r10:vm-701-disk-1", {
          storageType: "zfspool",
          backing: "zvol",
          medium: "ssd",
          options: { size: "256G" },
          settings: wrong({
            discard: byDefault("ignore"),
            iothread: byDefault(false),
            ssd: byDefault(false),
          }),
        }),
      ],
    }),
    sampleGuest(1903, "win11-gpu-template", {
      node: "pve3",
      lane: "local",
      laneReasons: [{ code: "local-volume", text: "scsi0 is on local, not shared", source: "1903.conf:18" }],
      pinned: [{ key: "hostpci0", kind: "device", text: "PCI device 0000:81:00", certain: true }],
      unreadable: [{ key: "scsi5", value: "nonsense", reason: "no volume" }],
      drives: [
        sampleDrive("virtio0", "local:1903/vm-1903-disk-1.raw", {
          storageType: "dir",
          backing: "dataset-file",
          settings: wrong({
            iothread: { value: false, origin: "ignored", because: "" },
            ssd: byDefault(null),
          }),
        }),
      ],
    }),
    sampleGuest(990, "odd", {
      node: null,
      lane: "unknown",
      laneReasons: [
        { code: "storage-unknown", text: "scsi0 is on gone:vm-990-disk-0, whose storage is not defined" },
      ],
      drives: [
        sampleDrive("scsi0", "gone:vm-990-disk-0", { storageType: null, backing: "unknown", settings: null }),
      ],
    }),
  ],
  findings: [
    sampleFinding(
      "critical",
      "drive/cache-not-coherent",
      "302 scsi0",
      "cache is writeback (written), and this guest can move",
      {
        sets: { cache: "none", aio: "io_uring" },
        clearedByPending: true,
      },
    ),
    sampleFinding(
      "error",
      "drive/aio-native-blocks",
      "201 scsi0",
      "aio is native (default on lvm, nobody set it); the volume is qcow2 on a volume chain, where native can stall the guest",
      {
        sets: { aio: "io_uring" },
        evidence: [
          { fact: "aio in force", value: "native (Proxmox VE's default on lvm)", source: "201.conf:14" },
          { fact: "volume", value: "san-lvm:vm-201-disk-0.qcow2 (qcow2, qcow2-lv)", source: "201.conf:14" },
          { fact: "storage san-lvm", value: "lvm, shared", source: "storage.cfg:9", node: "pve1" },
        ],
        remedy: {
          kind: "change",
          safety: "review",
          takesEffect: "after-stop-start",
          changes: [{ key: "aio", from: null, to: "io_uring" }],
          commands: [
            {
              argv: [
                "qm",
                "set",
                "201",
                "--scsi0",
                "san-lvm:vm-201-disk-0.qcow2,aio=io_uring,discard=on,iothread=1,ssd=1",
              ],
              node: "pve1",
            },
          ],
          gui: "201 › Hardware › Hard Disk (scsi0) › Edit › Async IO",
          risks: ["snapshot before-upgrade holds the old options; a rollback returns them"],
        },
      },
    ),
    sampleFinding("warning", "drive/iothread-off", "701 scsi2", "iothread is 0 (default, nobody set it)", {
      sets: { iothread: "1" },
    }),
    sampleFinding("warning", "drive/discard-off", "701 scsi2", "discard is ignore (default, nobody set it)", {
      sets: { discard: "on" },
    }),
    sampleFinding(
      "warning",
      "drive/ssd-not-announced",
      "701 scsi2",
      "ssd is 0 (default, nobody set it) on SSDs",
      { sets: { ssd: "1" } },
    ),
    ...[201, 203, 302].map((vmid) =>
      sampleFinding(
        "warning",
        "guest/agent-off",
        String(vmid),
        "agent is off (default); backups cannot quiesce the guest's file systems",
        {
          sets: { agent: "enabled=1" },
        },
      ),
    ),
    ...[101, 102, 103, 104, 105, 106].map((vmid) =>
      sampleFinding(
        "note",
        "drive/aio-native-inherited",
        `${vmid} scsi0`,
        "aio is native (default on lvm, nobody set it)",
        {
          remedy: { kind: "none", changes: [], commands: [], risks: [] },
        },
      ),
    ),
  ],
  open: [
    sampleOpen("drive/ssd-not-announced", "201 scsi0", "medium of pool tank"),
    sampleOpen("drive/ssd-not-announced", "302 scsi0", "medium of pool tank"),
    sampleOpen("drive/ssd-not-announced", "203 scsi0", "medium of storage san-lvm", {
      due: false,
      missing: [
        {
          fact: "medium of storage san-lvm",
          access: "declare",
          how: "declare medium: ssd or hdd for storage san-lvm",
        },
      ],
    }),
  ],
  notJudged: [{ kind: "container", vmid: 501, node: "pve2" }],
  unreadableFiles: [{ path: "nodes/pve2/qemu-server/204.conf", reason: "no permission" }],
  contradictions: ["202 is on pve1 in copy-a and on pve2 in copy-b; the later reading was taken"],
});
