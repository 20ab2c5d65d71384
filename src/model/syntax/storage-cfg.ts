import type { StorageEntry } from "../storage.ts";
import { type ConfigSection, readSectionConfig, type SectionWarning } from "./section-config.ts";
import { isStorageId } from "./text-formats.ts";

export interface StorageCfg {
  readonly entries: readonly StorageEntry[];
  readonly warnings: readonly SectionWarning[];
}

/** The storages of /etc/pve/storage.cfg; types no plugin knows are kept (pve-storage Storage/Plugin.pm, 9.1.7). */
export function readStorageCfg(text: string): StorageCfg {
  const { sections, warnings: syntaxWarnings } = readSectionConfig(text);
  const warnings = [...syntaxWarnings];
  const entries = new Map<string, StorageEntry>();
  for (const section of sections) {
    if (!isStorageId(section.id)) {
      warnings.push({
        line: section.line,
        reason: `'${section.id}' is no storage id; the section is skipped`,
      });
      continue;
    }
    if (entries.delete(section.id)) {
      warnings.push({
        line: section.line,
        reason: `'${section.id}' comes a second time and replaces the first`,
      });
    }
    entries.set(section.id, toEntry(section));
  }
  const others = [...entries.values()].filter((entry) => entry.id !== "local");
  warnings.sort((a, b) => a.line - b.line);
  return { entries: [localOf(entries.get("local")), ...others], warnings };
}

function toEntry({ id, type, line, attributes }: ConfigSection): StorageEntry {
  const properties = Object.fromEntries(attributes.map(({ key, value }) => [key, value ?? "1"]));
  return { id, type, properties, line };
}

const localPath = "/var/lib/vz";

/** Proxmox VE always has a `local` on every node, a directory at its fixed place (Storage/Plugin.pm parse_config). */
function localOf(written: StorageEntry | undefined): StorageEntry {
  const path = written?.properties["path"] ?? localPath;
  if (written?.type !== "dir" || path !== localPath) return builtInLocal;
  const { nodes: _, ...properties } = written.properties;
  return { ...written, properties: { ...properties, path } };
}

const builtInLocal: StorageEntry = {
  id: "local",
  type: "dir",
  properties: { path: localPath, content: "backup,images,import,iso,rootdir,snippets,vztmpl" },
};
