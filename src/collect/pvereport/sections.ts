/** One command of a pvereport with what it printed, standard error among it. */
export interface ReportSection {
  readonly command: string;
  readonly text: string;
}

export interface NodeReport {
  readonly sections: readonly ReportSection[];
  /** The command within which the report breaks off; undefined: its last command is one that reports end with. */
  readonly cutAt: string | undefined;
}

/** Headings of PVE/Report.pm, pve-manager 5 to 9. */
const heading = /^==== (?:general system info|overall system load info|info about [\w ,/-]{1,60}) ====$/;
const firstHeading = "==== general system info ====";

/**
 * The commands that may start a section. Guests' descriptions and many files start lines with `# ` too, so what
 * pvereport never runs is text (PVE/Report.pm, pve-manager 5 to 9).
 */
const command =
  /^(?:hostname|date -R|pveversion .*|cat \/[\w./-]+(?: 2>\/dev\/null)?|output '.*|top -b.*|head -v .*|pvesubscription get|lscpu|pvesh get .*|pvesm status|findmnt --ascii|df --human.*|proxmox-boot-tool status|qm list|pct list|ip -.*|ethtool .*|iptables-save.*|nft .*|pvecm (?:nodes|status)|ha-manager status|dmidecode -t .*|lspci -.*|lsblk --ascii.*|ls -l.* \/dev\/disk\/by-.*|iscsiadm -m (?:node|session)|pvs|lvs|vgs|zpool (?:status|list -v)|zfs list|z?arcstat|ceph .*|pveceph .*|rbd .*|echo .*|multipath -.*|pvesr status|for .*)$/;

/** What the last section of a whole report can be: volumes and disks come last. */
const lastCommand = /^(?:vgs|zfs list|z?arcstat|ceph .*|pveceph .*|rbd .*|echo .*|multipath .*)$/;

export function isPvereport(text: string): boolean {
  return /^[ \t>]*==== (?:general system info|info about (?:storage|virtual guests|volumes|cluster)) ====\s*$/m.test(
    text,
  );
}

/** The reports of a text: one node each. Margins and quotation marks of a forum are taken off. */
export function readReports(text: string): readonly NodeReport[] {
  const lines = withoutMargin(text.replace(/\r\n?/g, "\n").split("\n"));
  const reports: string[][] = [];
  for (const line of lines) {
    if (reports.length === 0 || line === firstHeading) reports.push([]);
    reports.at(-1)?.push(line);
  }
  return reports.map(sectionsOf).filter(({ sections }) => sections.length > 0);
}

function withoutMargin(lines: readonly string[]): readonly string[] {
  const margin =
    /^[ \t>]*/.exec(lines.find((line) => heading.test(line.replace(/^[ \t>]*/, ""))) ?? "")?.[0] ?? "";
  const blank = margin.trimEnd();
  const inCode = lines.filter(
    (line) => !/^\s*(?:\[\/?(?:CODE|code|SPOILER|spoiler)\b.*\]|```\w*)\s*$/.test(line),
  );
  if (margin === "") return inCode;
  return inCode.map((line) =>
    line.startsWith(margin) ? line.slice(margin.length) : line.trimEnd() === blank ? "" : line,
  );
}

function sectionsOf(lines: readonly string[]): NodeReport {
  const sections: { readonly command: string; readonly from: number; to: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1] ?? "";
    const open = sections.at(-1);
    if (heading.test(line)) {
      if (open !== undefined) open.to = Math.min(open.to, index);
      continue;
    }
    const found = before === "" || heading.test(before) ? commandOf(line) : undefined;
    if (found === undefined) continue;
    if (open !== undefined) open.to = Math.min(open.to, index);
    sections.push({ command: found, from: index + 1, to: lines.length });
  }
  const last = sections.at(-1)?.command ?? "";
  const cutAt = lastCommand.test(last) ? undefined : last;
  return {
    sections: sections.map(({ command, from, to }) => ({ command, text: textOf(lines.slice(from, to)) })),
    cutAt,
  };
}

function commandOf(line: string): string | undefined {
  const words = line.startsWith("# ") ? line.slice(2) : "";
  return command.test(words) ? words : undefined;
}

/** Before the next marker stands the empty line that belongs to it. */
function textOf(lines: readonly string[]): string {
  return lines.at(-1) === ""
    ? lines
        .slice(0, -1)
        .map((line) => `${line}\n`)
        .join("")
    : lines.join("\n");
}
