import type { Finding, GuestReport, OpenJudgement } from "../../model/audit-report.ts";
import type { GuestPage } from "../../model/guest-page.ts";
import { printableIn } from "../printable.ts";
import { apart, clipped, hanging } from "./lines.ts";
import { openLines } from "./open.ts";
import { backupLines } from "./show-backups.ts";
import { checklistLines } from "./show-checklist.ts";
import { driveLines, type WantedOfDrive } from "./show-drive.ts";
import { showFindings } from "./show-finding.ts";
import { headLine } from "./show-head.ts";
import { fileSystemLines, storedVolumeLines } from "./show-inside.ts";
import { glyph, mark, paint, type Style } from "./style.ts";
import { namesItself } from "./table-rows.ts";
import { topologyLines, unknownHopLines } from "./topology.ts";
import { laneMeanings, laneNames, quadrantWord } from "./words.ts";

/** One guest: why this lane, its drives, what was found with the reasons, and what is open. */
export function terminalShow(
  guestGiven: GuestReport,
  findingsGiven: readonly Finding[],
  openGiven: readonly OpenJudgement[],
  wantedGiven: Readonly<Record<string, WantedOfDrive>>,
  pageGiven: GuestPage,
  style: Style,
): string {
  const given = {
    guest: guestGiven,
    findings: findingsGiven,
    open: openGiven,
    wanted: wantedGiven,
    page: pageGiven,
  };
  const { guest, findings, open, wanted, page } = printableIn(given, style.ascii);
  const ofDrive = <T extends Finding | OpenJudgement>(items: readonly T[], key: string): readonly T[] =>
    items.filter(({ subject }) => subject.drive === key);
  const stopped = guest.running === false || guest.template;
  const lines = [
    ...headLines(guest, findings, style),
    "",
    ...laneLines(guest, style),
    "",
    ...unreadableLines(guest, style),
    ...guest.drives.flatMap((drive) =>
      driveLines(
        drive,
        ofDrive(
          findings.filter(({ waiver }) => waiver === undefined),
          drive.key,
        ),
        ofDrive(open, drive.key),
        wanted[drive.key] ?? {},
        stopped,
        style,
      ),
    ),
    ...(guest.drives.length === 0 || stopped ? [] : runningLine(style)),
    ...volumeLines(guest, style),
    ...diskLines(page, style),
    ...storedVolumeLines(page.storedVolumes, style),
    ...fileSystemLines(page.fileSystems, style),
    ...backupLines(page.backups, "Backup jobs", "no job takes it along", style),
    ...pendingLines(guest, style),
    ...showFindings(findings, style),
    ...openLines({ open }, style, true),
    ...checklistLines(page.checklist, style),
  ];
  while (lines.at(-1) === "") lines.pop();
  return `${clipped(lines, style).join("\n")}\n`;
}

const runText = ({ running, template }: GuestReport): string =>
  running === undefined || template ? "" : running ? "running, " : "stopped, ";

/** HA, replication and what was declared: what decides about a guest besides its own lines. */
function placementWords({ ha, replication, intents = [] }: GuestReport): readonly string[] {
  const jobs = (replication ?? []).filter(({ enabled }) => enabled);
  const only = ha?.nodes === undefined ? "" : ` on ${ha.nodes.join(", ")} only`;
  return [
    ...(ha === undefined ? ["HA not known"] : ha === null ? [] : [`HA ${ha.state}${only}`]),
    ...jobs.map(({ target, schedule }) => `replicated to ${target} (${schedule})`),
    ...(intents.length === 0 ? [] : [`declared ${intents.join(", ")}`]),
  ];
}

function headLines(guest: GuestReport, findings: readonly Finding[], style: Style): readonly string[] {
  const { vmid, name, node, machine, template, lane, quadrant, tags, scsihw } = guest;
  const kind = template ? "template" : "VM";
  const left = `${vmid} ${name}   ${kind} on ${node ?? "a node that is not known"}, ${runText(guest)}machine ${machine}${guest.machineAssumed === true ? " (assumed)" : ""}`;
  const sign = lane === "none" ? "-" : lane === "unknown" ? mark("open", style) : glyph(lane, style);
  const about = [
    quadrantWord(quadrant),
    `controller ${scsihw}`,
    ...(tags.length === 0 ? [] : [`tags ${tags.join(" ")}`]),
    ...placementWords(guest),
  ];
  return [
    ...headLine(left, findings, style),
    ...hanging(`${sign} ${laneNames[lane]}   `, about.join(", "), style.columns),
  ];
}

function laneLines({ lane, laneReasons, pinned }: GuestReport, style: Style): readonly string[] {
  const { columns } = style;
  const reasons = laneReasons.flatMap(({ text, source }) => {
    const lines = hanging("  ", text, columns, 4);
    return [
      ...lines.slice(0, -1),
      ...apart(lines.at(-1) ?? "", paint("quiet", source ?? "", style), columns),
    ];
  });
  // A device that decided the lane is among the reasons already.
  const told = new Set(laneReasons.map(({ text }) => text));
  const pins = pinned
    .filter(({ key, text }) => !told.has(`${key}: ${text}`))
    .flatMap(({ key, text, certain }) =>
      hanging(
        `  ${glyph("pinned", style)} `,
        `${namesItself(key, text) ? text : `${key}: ${text}`}${certain ? "" : " (perhaps)"}`,
        columns,
      ),
    );
  return [`Why ${laneNames[lane]}: it ${laneMeanings[lane]}`.replace("it a ", "a "), ...reasons, ...pins];
}

function unreadableLines({ unreadable }: GuestReport, style: Style): readonly string[] {
  const lines = unreadable.flatMap(({ key, value, reason }) => [
    ...hanging(
      `${mark("error", style)} `,
      `${key}  Proxmox VE cannot read it, and skips it: ${reason}`,
      style.columns,
    ),
    ...hanging("    ", value, style.columns),
  ]);
  return lines.length === 0 ? [] : [...lines, ""];
}

/** What a volume is for that no drive rule judges. */
const roles: Readonly<Record<GuestReport["volumes"][number]["role"], string>> = {
  efi: "EFI variables",
  tpm: "TPM state",
  cloudinit: "cloud-init, made anew at each start",
  cdrom: "CD-ROM",
  unused: "unused, kept until somebody removes it",
  snapshot: "in a snapshot only",
  pending: "pending",
};

function volumeLines({ volumes }: GuestReport, style: Style): readonly string[] {
  if (volumes.length === 0) return [];
  const lines = volumes.flatMap(({ key, volume, role }) =>
    hanging(`  ${key}  `, `${volume}   ${roles[role]}`, style.columns),
  );
  return ["Other volumes", ...lines, ""];
}

function diskLines({ topology }: GuestPage, style: Style): readonly string[] {
  const roots = Object.entries(topology).map(([key, hop]) => ({ lead: `  ${key}  `, hop }));
  const unknown = unknownHopLines(Object.values(topology), style);
  return roots.length === 0 ? [] : ["Down to the disks", ...topologyLines(roots, style), ...unknown, ""];
}

function runningLine(style: Style): readonly string[] {
  return [
    ...hanging("  ", "running is ?: files do not say what a live guest was started with", style.columns),
    "",
  ];
}

/** Pending keys of the guest itself; a pending drive has its own column. */
function pendingLines({ pending, drives }: GuestReport, style: Style): readonly string[] {
  const shown = new Set(drives.filter((drive) => drive.pending !== undefined).map(({ key }) => key));
  const entries = Object.entries(pending ?? {}).filter(([key]) => !shown.has(key));
  if (pending === undefined) return [];
  const above = [...shown].join(", ");
  const lines = entries.flatMap(([key, value]) =>
    hanging(`  ${key}  `, value === null ? "will be removed" : value, style.columns),
  );
  const heading = `Waits for a power cycle${above === "" ? "" : `: ${above} as above`}; a reboot inside the guest is not enough`;
  return [...hanging("", heading, style.columns, 2), ...lines, ""];
}
