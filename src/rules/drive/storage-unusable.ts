import { missingFile, missingStorage } from "../../model/missing.ts";
import { notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { ResolvedDrive, ResolvedStorage } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import {
  defineStorage,
  enableStorage,
  type Repair,
  reachStorage,
  serveImages,
} from "./storage-unusable.remedy.ts";

export const storageUnusable: Rule<"drive"> = {
  id: "drive/storage-unusable",
  subject: "drive",
  severity: "error",
  summary: "the drive is on a storage that Proxmox VE will not use for it",
  needs: ["config", "storage-cfg"],
  check(drive) {
    const { volume, storage, guest } = drive;
    if (volume.kind !== "volume") return notApplicable;
    const { storages } = guest.cluster;
    if (!storages.known) return open(storages.missing);
    if (storage === undefined && guest.cluster.storagesPartial) return open([missingStorage(volume.storage)]);
    if (storage === undefined) return failed(drive, [defineStorage(volume.storage)], "storage.cfg");
    const [first, ...others] = repairsOf(storage, guest.node);
    if (first !== undefined) return failed(drive, [first, ...others], storage.source);
    if (storage.nodes !== undefined && guest.node === null)
      return open([missingFile(`nodes/*/qemu-server/${guest.file}`)]);
    return pass;
  },
};

function repairsOf(storage: ResolvedStorage, node: string | null): readonly Repair[] {
  const elsewhere = storage.nodes !== undefined && node !== null && !storage.nodes.has(node);
  return [
    ...(storage.enabled ? [] : [enableStorage(storage)]),
    ...(elsewhere ? [reachStorage(storage, node)] : []),
    ...(storage.content.has("images") ? [] : [serveImages(storage)]),
  ];
}

function failed(drive: ResolvedDrive, repairs: readonly [Repair, ...Repair[]], source: string): Outcome {
  const [first, ...others] = repairs;
  return {
    kind: "fail",
    message: `${repairs.map(({ problem }) => problem).join(", and ")}: the guest cannot start`,
    evidence: [
      { fact: "volume", value: drive.volume.text, source: drive.source },
      ...repairs.map(({ fact, value }) => ({ fact, value, source })),
    ],
    remedy: {
      kind: "manual",
      steps: [first.step, ...others.map(({ step }) => step)],
      gui: "Datacenter › Storage",
      risks: ["a change of a storage holds for every guest on it"],
    },
  };
}
