import type { ClusterSnapshot, GuestSnapshot, UnreadableFile } from "../model/cluster.ts";
import type { ResolvedGuest } from "../model/resolved.ts";
import { readStorageCfg } from "../model/syntax/storage-cfg.ts";
import { unseenLines } from "../model/unseen-lines.ts";

/** Lines that Proxmox VE skips without a word to the person who wrote them. */
export function skippedLines(guest: ResolvedGuest, read: GuestSnapshot): readonly UnreadableFile[] {
  const { path } = read;
  if (unseenLines(read) === "likely") return [{ path, reason: notAllShown }, ...readLines(guest, path)];
  return readLines(guest, path);
}

const notAllShown =
  "the API does not show all of it: a line that Proxmox VE cannot read, or edited by hand; ssh or a copy of /etc/pve tells";

function readLines(guest: ResolvedGuest, path: string): readonly UnreadableFile[] {
  if (guest.conf.warnings.length === 0) return [];
  // Drive lines of the current section have a finding of their own.
  const told = new Set(guest.unreadable.map(({ source }) => source));
  return guest.conf.warnings
    .filter(({ line }) => !told.has(guest.at(line)))
    .map(({ line, reason }) => ({ path, line, reason }));
}

export function skippedStorageLines(snapshot: ClusterSnapshot): readonly UnreadableFile[] {
  const text = snapshot.files["storage.cfg"];
  if (text === undefined || text === null) return [];
  return readStorageCfg(text).warnings.map(({ line, reason }) => ({ path: "storage.cfg", line, reason }));
}
