import type { ClusterSnapshot } from "../model/cluster.ts";
import { type Fact, known, unknown } from "../model/fact.ts";
import { missingFile } from "../model/missing.ts";
import { type ResourceMapping, readMappingCfg } from "../model/syntax/mapping-cfg.ts";

export type PciMappings = Fact<ReadonlyMap<string, ResourceMapping>>;

/** The mapped PCI devices of the cluster. */
export function resolvePciMappings(snapshot: ClusterSnapshot): PciMappings {
  const file = "mapping/pci.cfg";
  const text = snapshot.files[file];
  if (text === undefined) return unknown(missingFile(file));
  return known(new Map(readMappingCfg(text ?? "").map((mapping) => [mapping.id, mapping])), file);
}
