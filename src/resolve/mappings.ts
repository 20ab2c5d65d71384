import type { ClusterSnapshot } from "../model/cluster.ts";
import { readMappingCfg } from "../model/syntax/mapping-cfg.ts";

export interface Mappings {
  /** Whether a mapped PCI device can move with a running guest; undefined: mapping/pci.cfg was not read. */
  readonly liveMigrationCapable: (id: string) => boolean | undefined;
}

export function resolveMappings(snapshot: ClusterSnapshot): Mappings {
  const text = snapshot.files["mapping/pci.cfg"];
  if (text === undefined) return { liveMigrationCapable: () => undefined };
  const movable = new Set(
    readMappingCfg(text ?? "")
      .filter((mapping) => mapping.liveMigrationCapable)
      .map((mapping) => mapping.id),
  );
  return { liveMigrationCapable: (id) => movable.has(id) };
}
