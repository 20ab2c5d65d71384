import type { Finding, RemedyReport } from "../../model/audit-report.ts";
import type { TakesEffect } from "../../model/change.ts";
import { printable } from "../printable.ts";
import { glyph, type Style } from "./style.ts";

/** When a change takes effect, in the fewest words that are still true. */
const effects: Readonly<Record<TakesEffect, string>> = {
  "at-once": "at once",
  "after-stop-start": "stop+start",
  "new-volumes-only": "new volumes only",
};

export const effectWord = (effect: TakesEffect): string => effects[effect];

/** What would be done about findings that share a remedy: `cache=none,aio=io_uring · review · stop+start`. */
export function remedyText(findings: readonly Finding[], style: Style, brief = false): string {
  const [first] = findings;
  if (first === undefined) return "";
  if (findings.every(({ clearedByPending }) => clearedByPending === true)) {
    return "already saved, waits for stop+start";
  }
  const { kind, safety, takesEffect } = first.remedy;
  if (kind === "none") return "nothing to change";
  if (kind === "manual") return manualText(first.remedy, brief);
  const effect = takesEffect === undefined ? "" : effects[takesEffect];
  const parts = [changesText(findings, style), safety === "review" ? "review" : "", effect];
  return parts.filter((part) => part !== "").join(glyph("separator", style));
}

/** Keys of a drive string; every other key of a change belongs to the guest or, with `zfs set`, to a dataset. */
const driveKeys: ReadonlySet<string> = new Set([
  ...[
    "aio",
    "cache",
    "discard",
    "iothread",
    "ssd",
    "detect_zeroes",
    "snapshot",
    "format",
    "werror",
    "rerror",
  ],
  ...["shared", "backup", "replicate", "ro", "queues", "product", "vendor", "serial", "wwn"],
]);

/** The keys that change: a drive's as Proxmox VE writes them, a guest's and a dataset's by name. */
export function changesText(findings: readonly Finding[], style: Style): string {
  const changes = findings.flatMap(({ remedy }) => remedy.changes);
  const datasets = datasetOf(findings, style);
  const of = (keep: (key: string) => boolean): readonly string[] => [
    ...new Set(changes.filter(({ key }) => keep(key)).map((change) => edit(change, datasets))),
  ];
  const dataset = of((key) => datasets.has(key));
  const guest = of((key) => !datasets.has(key) && !driveKeys.has(key));
  const drive = of((key) => !datasets.has(key) && driveKeys.has(key));
  const set = drive.filter((text) => !text.startsWith("drop "));
  const dropped = drive.filter((text) => text.startsWith("drop "));
  const rest = [...guest, set.join(","), ...dropped].filter((part) => part !== "").join(", ");
  return [dataset.join(", "), rest].filter((part) => part !== "").join(", then ");
}

type RemedyChange = RemedyReport["changes"][number];

function edit({ key, to }: RemedyChange, datasets: ReadonlyMap<string, string>): string {
  if (to === null) return `drop ${key}`;
  const dataset = datasets.get(key);
  if (dataset !== undefined) return `${key}=${to} on ${dataset}`;
  return driveKeys.has(key) ? `${key}=${to}` : `${key} ${to}`;
}

/** Property → dataset of the `zfs set` commands among the remedies. */
function datasetOf(findings: readonly Finding[], { ascii }: Style): ReadonlyMap<string, string> {
  const pairs = findings
    .flatMap(({ remedy }) => remedy.commands)
    .flatMap(({ argv: [program, , property = "", dataset = ""] }): [string, string][] =>
      program === "zfs" ? [[property.split("=")[0] ?? "", printable(dataset, ascii)]] : [],
    );
  return new Map(pairs);
}

/** The first step, up to where it starts to explain; how many there are is said, because one line shows one. */
function manualText({ steps = [] }: RemedyReport, brief: boolean): string {
  const [first = ""] = steps;
  const clause = first.split(/[:;(]| {2}/)[0]?.trim() ?? "";
  const count = steps.length > 1 ? `, ${steps.length} steps` : "";
  return brief || clause === "" ? `by hand${count}` : `by hand${count}: ${clause}`;
}

export function effectText(effect: TakesEffect | undefined): string {
  if (effect === undefined) return "";
  if (effect === "at-once") return "in force at once";
  if (effect === "new-volumes-only") return "new volumes only; what exists stays as it is";
  return "in force after stop+start; a reboot inside the guest is not enough";
}
