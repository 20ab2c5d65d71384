import type { Command } from "commander";
import {
  type AuditReport,
  audit,
  Failure,
  guestPage,
  nodePage,
  type Policy,
  poolPage,
  type ResolvedCluster,
  type ResolvedGuest,
  resolve,
  type Style,
  storagePage,
  terminalNode,
  terminalPool,
  terminalShow,
  terminalStorage,
  wantedSettings,
} from "../index.ts";
import type { SubjectRef } from "../model/audit-report.ts";
import type {
  ShowNodeOutput,
  ShowOutput,
  ShowPoolOutput,
  ShowStorageOutput,
} from "../model/command-output.ts";
import type { PageGuest } from "../model/place-page.ts";
import { formatOption, policyOption, type StyleOptions, sourceOptions, styleOptions } from "./options.ts";
import { type PolicyOptions, readPolicy } from "./policy-source.ts";
import { type ShowTarget, showTarget } from "./show-target.ts";
import { readSource, type SourceOptions } from "./source.ts";
import type { Streams } from "./streams.ts";
import { styleOf } from "./terminal-style.ts";
import { tool } from "./version.ts";

interface ShowOptions extends SourceOptions, PolicyOptions, StyleOptions {
  readonly format: "terminal" | "json";
}

export function addShow(program: Command, streams: Streams): void {
  const command = program
    .command("show")
    .argument(
      "<name>",
      "a guest's id or name, a storage, a pool, a node; storage:local or pool:pve1/rpool to say which",
    )
    .description("everything known of one guest, storage, pool or node, down to the disks");
  styleOptions(formatOption(policyOption(sourceOptions(command)))).action(
    (name: string, options: ShowOptions) => runShow(name, options, streams),
  );
}

async function runShow(name: string, options: ShowOptions, streams: Streams): Promise<void> {
  const inForce = await readPolicy(options, streams);
  const snapshot = await readSource(options, streams);
  const cluster = resolve(snapshot, inForce.policy);
  const target = showTarget(name, cluster);
  const report = audit(cluster, {
    tool,
    generatedAt: streams.now(),
    ...inForce,
    sources: [],
    ...(target.kind === "guest" ? { guests: (candidate: ResolvedGuest) => candidate === target.guest } : {}),
  });
  const page = pageOf(target, cluster, report, inForce.policy);
  streams.out(
    options.format === "json"
      ? `${JSON.stringify(page.json, null, 2)}\n`
      : page.terminal(styleOf(options, streams)),
  );
}

interface Page {
  readonly json: ShowOutput | ShowStorageOutput | ShowPoolOutput | ShowNodeOutput;
  readonly terminal: (style: Style) => string;
}

function pageOf(target: ShowTarget, cluster: ResolvedCluster, report: AuditReport, policy: Policy): Page {
  if (target.kind === "guest") return pageOfGuest(target.guest, report, policy);
  const all = report.findings;
  if (target.kind === "storage") {
    const storage = storagePage(target.storage, cluster, all, policy);
    const on = judgedOn(
      report,
      (subject) => subject.storage === storage.id || isLineOf(storage.guests, subject),
    );
    return {
      json: { schema: "lanekeeper/show-storage/1", storage, ...on },
      terminal: (style) => terminalStorage(storage, on.findings, on.open, style),
    };
  }
  if (target.kind === "pool") {
    const pool = poolPage(target.pool, all, policy);
    const on = judgedOn(
      report,
      (subject) =>
        (subject.pool === pool.name && subject.node === pool.node) || isLineOf(pool.guests, subject),
    );
    return {
      json: { schema: "lanekeeper/show-pool/1", pool, ...on },
      terminal: (style) => terminalPool(pool, on.findings, on.open, style),
    };
  }
  const node = nodePage(target.node, all, policy);
  const on = judgedOn(report, (subject) => subject.node === node.name);
  return {
    json: { schema: "lanekeeper/show-node/1", node, ...on },
    terminal: (style) => terminalNode(node, on.findings, on.open, style),
  };
}

function pageOfGuest(guest: ResolvedGuest, report: AuditReport, policy: Policy): Page {
  const { guests, findings, open } = report;
  const [shown] = guests;
  if (shown === undefined) throw new Failure("no-such-guest", `no guest ${guest.vmid}`);
  const wanted = Object.fromEntries(guest.drives.map((drive) => [drive.key, wantedSettings(drive, policy)]));
  const page = guestPage(guest, policy);
  return {
    json: {
      schema: "lanekeeper/show/1",
      guest: shown,
      wanted,
      findings,
      open,
      ...page,
    },
    terminal: (style) => terminalShow(shown, findings, open, wanted, page, style),
  };
}

/** Whether it is about a drive that is there; of the rest of its guest the guest's own page tells. */
function isLineOf(guests: readonly PageGuest[], { vmid, drive }: SubjectRef): boolean {
  return drive !== undefined && guests.some((guest) => guest.vmid === vmid && guest.keys.includes(drive));
}

type Judged = Pick<AuditReport, "findings" | "open">;

function judgedOn({ findings, open }: Judged, isOn: (subject: SubjectRef) => boolean): Judged {
  return {
    findings: findings.filter(({ subject }) => isOn(subject)),
    open: open.filter(({ subject }) => isOn(subject)),
  };
}
