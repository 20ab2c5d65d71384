import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDeviceLinks } from "../src/collect/facts/device-links.ts";
import { parseIscsiTargets } from "../src/collect/facts/iscsi.ts";
import { failureOf } from "../src/collect/facts/node-facts.ts";
import { readOutput } from "../src/collect/facts/outputs.ts";

/** Tries every recorded output of a command with the parser it belongs to; none is left out. */

interface Row {
  readonly path: string;
  /** The output it was read as, or why no parser reads such a file. */
  readonly kind: string;
  readonly outcome: "read" | "refused" | "not ours";
  readonly detail: string;
}

/** By the file's name, or by its folder in corpus/cmd. The first that matches counts. */
const kinds: readonly (readonly [file: RegExp, output: string])[] = [
  [/(?:^|-)findmnt(?!-T)\b/, "findmnt"],
  [/lsblk/, "lsblk"],
  [/zpool-status/, "zpool-status"],
  [/zpool-list/, "zpool-list"],
  [/zpool-get/, "zpool-get"],
  [/vdev-a/, "zpool-ashift"],
  [/zdb-C/, "zdb"],
  [/zfs-get/, "zfs-get"],
  [/arcstats/, "arcstats"],
  [/^zfs_arc_max/, "zfs_arc_max"],
  [/meminfo/, "meminfo"],
  [/list-timers/, "list-timers"],
  [/list-unit-files/, "list-unit-files"],
  [/^cron\.d/, "cron"],
  [/lvs/, "lvs"],
  [/vgs/, "vgs"],
  [/pvs/, "pvs"],
  [/pveversion/, "pveversion"],
  [/iscsi-session/, "iscsi"],
  [/iscsi-by-path/, "device links"],
];

/** What lies there besides outputs that are read, and why it is not. */
const others: readonly (readonly [file: RegExp, reason: string])[] = [
  [/\.err$/, "what a command complained"],
  [/zpool-status-x/, "zpool status -x: one sentence, no pools"],
  [/short-forms|usages\/(?:lvs|pvs)$|openzfs6954/, "a part of an output: no heading, or the short form"],
  [/\.log$|dmesg|systemd-|detect-virt|-fstrim\.|show-timer|blame/, "a log or the state of the laboratory"],
  [/fio|qemu-img|qcow2-on-lv/, "a measurement, or an answer of qemu-img"],
  [/findmnt-T/, "findmnt of one path, which says nothing of the others"],
  [/smart|udevadm|\/mounts$|_health$/, "SMART and udev: no rule needs them"],
  [
    /arc_summary|zpool-iostat|iostats|stat-f|-df\.|lvdisplay|zvol-queue/,
    "a view for people of what another output says exactly",
  ],
  [/zfs-list|zfs-set/, "zfs list or set: zfs get says it exactly"],
  [/version\.(?:txt|json)|parameters|unit-templates|units-zfs|tgtadm|dmsetup/, "no fact of a rule"],
  [/\/misc\/|openzfs-man\.\d|pve-docs-local-zfs\.(?:14|21)/, "a chapter of a manual"],
];

function rowOf(root: string, file: string): Row {
  const path = relative(root, file);
  const other = others.find(([pattern]) => pattern.test(path))?.[1];
  if (other !== undefined) return { path, kind: other, outcome: "not ours", detail: "" };
  const output = kindOf(file);
  if (output === undefined)
    return { path, kind: "unknown", outcome: "refused", detail: "no parser is named for it" };
  const reason = refusal(output, readFileSync(file, "utf8"), path);
  return { path, kind: output, outcome: reason === undefined ? "read" : "refused", detail: reason ?? "" };
}

function kindOf(file: string): string | undefined {
  const names = [basename(file), basename(dirname(file))];
  return names.flatMap((name) => kinds.find(([pattern]) => pattern.test(name))?.[1] ?? [])[0];
}

function refusal(output: string, text: string, source: string): string | undefined {
  try {
    if (output === "iscsi") parseIscsiTargets(text);
    else if (output === "device links") parseDeviceLinks(text);
    else {
      const heard = readOutput({ command: output, text, source });
      return heard === undefined ? "no parser" : failureOf(heard);
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? join(entry.parentPath, entry.name) : [])).sort();
}

function printed(rows: readonly Row[]): string {
  const counts = (of: readonly Row[]): string =>
    [...new Set(of.map(({ kind }) => kind))]
      .sort()
      .map((kind) => {
        const some = of.filter((row) => row.kind === kind);
        const read = some.filter(({ outcome }) => outcome === "read").length;
        return `${String(read).padStart(5)} of ${String(some.length).padStart(3)}  ${kind}`;
      })
      .join("\n");
  const ours = rows.filter(({ outcome }) => outcome !== "not ours");
  const refused = rows.filter(({ outcome }) => outcome === "refused");
  return [
    "Read:",
    counts(ours),
    "\nNot read, by nature:",
    counts(rows.filter(({ outcome }) => outcome === "not ours")),
    "\nRefused:",
    ...refused.map(({ path, kind, detail }) => `  ${path}: ${kind} ${detail}`),
    `\n${rows.length} files`,
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folders = process.argv.slice(2);
  if (folders.length === 0) {
    console.error("usage: outputs.ts <data/lab> <data/corpus/cmd>");
    process.exitCode = 2;
  } else
    console.log(
      printed(folders.flatMap((root) => filesBelow(root).map((file) => rowOf(dirname(root), file)))),
    );
}
