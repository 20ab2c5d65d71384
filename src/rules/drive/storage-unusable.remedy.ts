import type { ResolvedStorage } from "../../model/resolved.ts";

/** One thing that is wrong with a storage, how it shows, and how it is put right. */
export interface Repair {
  readonly problem: string;
  readonly fact: string;
  readonly value: string;
  readonly step: string;
}

export const defineStorage = (id: string): Repair => ({
  problem: `storage ${id} is not defined`,
  fact: `storage ${id}`,
  value: "no section in storage.cfg",
  step: `define storage ${id} again (pvesm add …), or point the drive at the volume's new place; nothing on the disks is lost by this`,
});

export const enableStorage = ({ entry }: ResolvedStorage): Repair => ({
  problem: `storage ${entry.id} is disabled`,
  fact: `storage ${entry.id}`,
  value: "disable 1",
  step: `enable it: pvesm set ${entry.id} --disable 0`,
});

export const reachStorage = ({ entry, nodes }: ResolvedStorage, node: string): Repair => {
  const list = [...(nodes ?? [])].join(",");
  return {
    problem: `storage ${entry.id} is not on ${node}`,
    fact: `nodes of ${entry.id}`,
    value: list,
    step: `move the guest to ${(nodes?.size ?? 0) > 1 ? "one of " : ""}${list}; or, only if the volume really is on ${node}: pvesm set ${entry.id} --nodes ${list},${node}`,
  };
};

export const serveImages = ({ entry, content }: ResolvedStorage): Repair => {
  const kept = [...content].filter((kind) => kind !== "none");
  return {
    problem: `storage ${entry.id} is not for disk images`,
    fact: `content of ${entry.id}`,
    value: [...content].join(","),
    step: `allow images there: pvesm set ${entry.id} --content ${[...kept, "images"].join(",")}; or move the volume to another storage`,
  };
};
