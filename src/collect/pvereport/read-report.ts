import { type ClusterFile, clusterFiles, type UnreadableFile } from "../../model/cluster.ts";
import { readCorosyncConf } from "../../model/syntax/corosync-conf.ts";
import { isDnsName } from "../../model/syntax/text-formats.ts";
import type { SnapshotParts } from "../directory.ts";
import { addGuest, type Found, vmidOf } from "../guest-files.ts";
import { clusterFileLimit, type TextReading } from "../read-text.ts";
import { maskFile, maskGuest } from "../same-text.ts";
import { nodeOfReport } from "./node-of-report.ts";
import type { NodeReport, ReportSection } from "./sections.ts";

/** What a pvereport tells: the guests and facts of its own node, and the cluster-wide files it prints. */
export function readReport(report: NodeReport): SnapshotParts & { readonly takenAt: string | undefined } {
  const unreadable: UnreadableFile[] = [];
  const textIn = (command: string): string | undefined =>
    report.sections.find((section) => section.command === command)?.text;
  const node = nodeName(textIn("hostname"));
  if (node === undefined)
    unreadable.push({
      path: "hostname",
      reason: "is not in the report: of which node it is, it does not say",
    });
  const sections = wholeSections(report, node ?? "", unreadable);
  const found: Found = { guests: new Map(), containers: [], unreadable };
  for (const section of sections) readGuestSection(section, node ?? null, found);
  const { nodes, complete } = nodesOf(sections, node);
  const takenAt = takenAtOf(textIn("date -R"));
  const own = node === undefined ? undefined : nodeOfReport(node, sections, takenAt, unreadable);
  if (own?.running !== undefined && "value" in own.running && node !== undefined)
    nameMissingGuests(Object.keys(own.running.value), node, found);
  return {
    takenAt,
    nodesComplete: complete,
    ...(node === undefined || (complete && nodes.length === 1) ? {} : { guestsOf: [node] }),
    nodes: nodes.map((name) => (name === node && own !== undefined ? own : { name })),
    guests: [...found.guests.values()],
    containers: found.containers,
    files: filesOf(sections, unreadable),
    unreadable,
  };
}

function nodeName(hostname: string | undefined): string | undefined {
  const name = /^([^\s.]+)(?:\.\S*)?\s*$/.exec(hostname ?? "")?.[1];
  return name !== undefined && isDnsName(name) ? name : undefined;
}

/** `Sun, 22 Nov 2026 10:00:00 +0100` as UTC, ISO 8601. */
function takenAtOf(date: string | undefined): string | undefined {
  const text = /^\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/.exec((date ?? "").trim())?.[0];
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

const guestFile = /^cat \/etc\/pve\/(qemu-server|lxc)\/(\d+\.conf)$/;

/** Sections that came to their end. What pvereport gave up on, or what the end of the text cut, is named. */
function wholeSections(
  { sections, cutAt }: NodeReport,
  node: string,
  unreadable: UnreadableFile[],
): readonly ReportSection[] {
  if (cutAt !== undefined)
    unreadable.push({
      path: pathOf(cutAt, node),
      reason: "is cut off: the report ends within it, or after it",
    });
  const whole = cutAt === undefined ? sections : sections.slice(0, -1);
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { command } of whole) (seen.has(command) ? repeated : seen).add(command);
  for (const command of repeated)
    unreadable.push({
      path: pathOf(command, node),
      reason: "comes twice: one of them is part of another file",
    });
  return whole.filter(({ command, text }) => {
    if (repeated.has(command)) return false;
    if (!/(?:^|\n)ERROR: [^\n]*\s*$/.test(text)) return true;
    unreadable.push({
      path: pathOf(command, node),
      reason: "pvereport had an error or ran out of time there",
    });
    return false;
  });
}

function pathOf(command: string, node: string): string {
  const [, kind, file] = guestFile.exec(command) ?? [];
  if (file !== undefined) return `nodes/${node}/${kind}/${file}`;
  return /^cat \/etc\/pve\/(\S+)/.exec(command)?.[1] ?? `pvereport/${node}/${command}`;
}

function readGuestSection({ command, text }: ReportSection, node: string | null, found: Found): void {
  const [, kind, file = ""] = guestFile.exec(command) ?? [];
  if (kind === undefined) return;
  const path = `nodes/${node ?? "?"}/${kind}/${file}`;
  const vmid = vmidOf(path);
  if (kind === "lxc") {
    if (vmid !== undefined) found.containers.push({ vmid, node });
    return;
  }
  // pvereport adds a line break of its own after each file of a folder
  const config = maskGuest(text.replace(/\n\n$/, "\n"));
  const read = (): TextReading =>
    config.length > clusterFileLimit ? { ok: false, reason: "is too large" } : { ok: true, text: config };
  addGuest(path, node, read, found);
}

/** `qm list` names every guest of the node: whose config is not there was cut out. */
function nameMissingGuests(vmids: readonly string[], node: string, found: Found): void {
  const named = new Set(found.unreadable.map(({ path }) => path));
  for (const vmid of vmids) {
    const path = `nodes/${node}/qemu-server/${vmid}.conf`;
    if (!found.guests.has(Number(vmid)) && !named.has(path))
      found.unreadable.push({ path, reason: "is not in the report, though `qm list` has the guest" });
  }
}

const printed: readonly ClusterFile[] = clusterFiles;

/** A file that `cat` did not find is not there; what else it says in place of a file is no file. */
function filesOf(sections: readonly ReportSection[], unreadable: UnreadableFile[]): SnapshotParts["files"] {
  const files: Partial<Record<ClusterFile, string | null>> = {};
  for (const { command, text } of sections) {
    const name = printed.find((one) => command.replace(" 2>/dev/null", "") === `cat /etc/pve/${one}`);
    if (name === undefined || name in files) continue;
    const complaint = /^cat: [^\n]*: ([\w ]+)\s*$/.exec(text)?.[1];
    if (complaint === "No such file or directory") files[name] = null;
    else if (complaint !== undefined) unreadable.push({ path: name, reason: complaint.toLowerCase() });
    else if (name !== "corosync.conf" || text.trim() !== "") files[name] = maskFile(text);
    else if (isAlone(sections)) files[name] = null;
  }
  return files;
}

/** pvecm says so where no corosync.conf is. */
const isAlone = (sections: readonly ReportSection[]): boolean =>
  sections.some(
    ({ command, text }) =>
      command.startsWith("pvecm ") && /does not exist - is this node part of a cluster/.test(text),
  );

/** corosync.conf lists every node, also those that are down; a node that is in no cluster is all there is. */
function nodesOf(
  sections: readonly ReportSection[],
  node: string | undefined,
): { readonly nodes: readonly string[]; readonly complete: boolean } {
  const own = node === undefined ? [] : [node];
  const corosync = sections.find(({ command }) => command.startsWith("cat /etc/pve/corosync.conf"))?.text;
  const listed = readCorosyncConf(corosync ?? "").nodes.filter(isDnsName);
  const members = sections.find(({ command }) => command === "pvecm nodes")?.text ?? "";
  const online = [...members.matchAll(/^\s*\d+\s+\d+\s+(\S+)/gm)].map(([, name]) => name ?? "");
  if (node !== undefined && listed.includes(node) && online.every((name) => listed.includes(name)))
    return { nodes: listed, complete: online.length > 0 };
  return { nodes: own, complete: node !== undefined && listed.length === 0 && isAlone(sections) };
}
