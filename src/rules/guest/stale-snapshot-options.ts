import { type Evidence, notApplicable, pass } from "../../model/outcome.ts";
import type { ResolvedDrive, ResolvedGuest } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { readDrive } from "../../model/syntax/drive-string.ts";
import { guestGui } from "../remedies.ts";

export const staleSnapshotOptions: Rule<"guest"> = {
  id: "guest/stale-snapshot-options",
  subject: "guest",
  severity: "note",
  summary: "a rollback would bring back other drive options",
  needs: ["config"],
  check(guest) {
    const { snapshots } = guest.conf;
    if (snapshots.size === 0 || guest.drives.length === 0) return notApplicable;
    const stale = [...snapshots.keys()].flatMap((name) => staleIn(guest, name));
    if (stale.length === 0) return pass;
    const names = [...new Set(stale.map(({ snapshot }) => snapshot))];
    const keys = [...new Set(stale.map(({ drive, key }) => `${drive} ${key}`))];
    return {
      kind: "fail",
      message: `a rollback to ${names.join(", ")} brings back other options: ${keys.join(", ")}`,
      evidence: stale.map(({ evidence }) => evidence),
      remedy: {
        kind: "manual",
        steps: [
          `make a new snapshot with the present options, and remove the old one when nobody needs it: \`qm delsnapshot ${guest.vmid} ${names[0]}\``,
          "after any rollback, audit this guest again and repeat the changes",
        ],
        gui: guestGui(guest, "Snapshots"),
        risks: ["a removed snapshot cannot be rolled back to"],
      },
    };
  },
};

/** The options this program proposes to change, and that a rollback takes back with the rest of the line. */
const watched = ["cache", "aio", "iothread", "discard", "ssd"] as const;

interface Stale {
  readonly snapshot: string;
  readonly drive: string;
  readonly key: string;
  readonly evidence: Evidence;
}

function staleIn(guest: ResolvedGuest, snapshot: string): readonly Stale[] {
  const entries = guest.conf.snapshots.get(snapshot)?.entries;
  return guest.drives.flatMap((drive) => {
    const entry = entries?.get(drive.key);
    if (entry === undefined) return [];
    const source = `${guest.file}:${entry.line}`;
    return differing(drive, entry.value).map(({ key, was }) => ({
      snapshot,
      drive: drive.key,
      key,
      evidence: { fact: `${drive.key} ${key} in snapshot ${snapshot}`, value: was, source },
    }));
  });
}

function differing(drive: ResolvedDrive, text: string): readonly { key: string; was: string }[] {
  const reading = readDrive(drive.key, text);
  if (!reading.ok) return [{ key: "(a line Proxmox VE refuses)", was: text }];
  const { options } = reading.drive;
  return watched
    .filter((key) => options[key] !== drive.options[key])
    .map((key) => ({ key, was: options[key] ?? "not set" }));
}
