import type { GuestReport, SubjectRef } from "../../model/audit-report.ts";

/** The guests a finding speaks about: its own, or every guest with a line that names its volume. */
export type GuestsOf = (subject: SubjectRef) => readonly number[];

export function guestsOf(guests: readonly GuestReport[]): GuestsOf {
  const users = new Map<string, { readonly vmid: number; readonly node: string | null }[]>();
  for (const { vmid, node, drives, volumes } of guests) {
    for (const volume of new Set([...drives, ...volumes].map((line) => withoutBase(line.volume)))) {
      const list = users.get(volume);
      if (list === undefined) users.set(volume, [{ vmid, node }]);
      else list.push({ vmid, node });
    }
  }
  return ({ vmid, volume, node }) => {
    if (vmid !== undefined) return [vmid];
    const found = volume === undefined ? [] : (users.get(volume) ?? []);
    return found.filter((user) => node === undefined || user.node === node).map((user) => user.vmid);
  };
}

/** A linked clone names its base first; a volume's findings do not. */
export function withoutBase(volume: string): string {
  return volume.replace(/^([^/:]+:)(?:\d+\/)?base-[^/]+\//, "$1");
}
