import { readCorosyncConf } from "../src/model/syntax/corosync-conf.ts";
import { type GuestConf, parseGuestConf, printGuestConf } from "../src/model/syntax/guest-conf.ts";
import { readHaGroups, readHaResources, readHaRules } from "../src/model/syntax/ha-cfg.ts";
import { readReplicationCfg } from "../src/model/syntax/replication-cfg.ts";
import { printSectionConfig, readSectionConfig } from "../src/model/syntax/section-config.ts";
import { readStorageCfg } from "../src/model/syntax/storage-cfg.ts";

export type FileKind =
  | "guest config"
  | "container config"
  | "storage.cfg"
  | "HA resources"
  | "HA groups"
  | "HA rules"
  | "replication.cfg"
  | "corosync.conf"
  | "datacenter.cfg"
  | "not a config";

export interface Reading {
  readonly outcome: "read" | "not read" | "failed";
  /** Why it was not read, or what was warned of; "" for nothing to say. */
  readonly detail: string;
}

/** What a file is, by its name and, where that does not say, by what stands in it. */
export function kindOf(path: string, text: string): FileKind {
  const inFolder = (name: string): boolean => path.startsWith(`cluster/${name}/`);
  if (/\.(cmd|expect|error|json|md|txt)$/.test(path) && !inFolder("groups.cfg")) return "not a config";
  if (inFolder("resources.cfg")) return "HA resources";
  if (inFolder("groups.cfg") || /\/groups(_config|\.cfg)?$/.test(path)) return "HA groups";
  if (path.endsWith("/rules_config") || path.includes("/rules_cfgs/")) return "HA rules";
  if (inFolder("replication.cfg")) return "replication.cfg";
  if (inFolder("datacenter.cfg") || path.endsWith("/datacenter.cfg")) return "datacenter.cfg";
  if (path.endsWith("corosync.conf")) return "corosync.conf";
  if (path.startsWith("storage/") && path.endsWith(".cfg")) return "storage.cfg";
  if (!path.endsWith(".conf")) return "not a config";
  return /^(?:rootfs|lxc\.[\w.]+|mp\d+|unprivileged): /m.test(text) ? "container config" : "guest config";
}

export function readAs(kind: FileKind, name: string, text: string): Reading {
  switch (kind) {
    case "guest config":
      return readGuest(text);
    case "container config":
      return { outcome: "not read", detail: "a container's config" };
    case "storage.cfg":
      return readSections(text, (content) =>
        readStorageCfg(content).entries.filter((entry) => entry.line !== undefined),
      );
    case "HA resources":
      return readSections(text, readHaResources);
    case "HA groups":
      return readSections(text, readHaGroups);
    case "HA rules":
      return readSections(text, readHaRules);
    case "replication.cfg":
      return readSections(text, readReplicationCfg);
    case "corosync.conf":
      return emptyMeansUnread(readCorosyncConf(text).nodes, "no node list");
    case "datacenter.cfg":
      return { outcome: "not read", detail: "datacenter.cfg: no rule needs it" };
    case "not a config":
      return { outcome: "not read", detail: `no Proxmox VE config: ${reasonOf(name)}` };
  }
}

function reasonOf(name: string): string {
  if (name.endsWith(".cmd")) return "a QEMU command line";
  if (name.endsWith(".expect") || name.endsWith(".error")) return "a test's expected output";
  if (name.endsWith("_status") || name.endsWith("_config") || name.endsWith(".json")) return "JSON of a test";
  return name.startsWith("README") ? "a description" : `a file named ${name}`;
}

function readGuest(text: string): Reading {
  const conf = parseGuestConf(text);
  if (printGuestConf(conf) !== text)
    return { outcome: "failed", detail: "the lines do not give the file back" };
  if (entryCount(conf) === 0 && text.trim() !== "")
    return { outcome: "not read", detail: "no line of it is an option" };
  return {
    outcome: "read",
    detail: conf.warnings.map(({ line, reason }) => `line ${line}: ${reason}`).join("; "),
  };
}

function entryCount({ current, pending, snapshots, special }: GuestConf): number {
  const sections = [
    current,
    ...(pending === undefined ? [] : [pending]),
    ...snapshots.values(),
    ...special.values(),
  ];
  return sections.reduce((count, section) => count + section.entries.size, 0);
}

function readSections(text: string, read: (text: string) => readonly unknown[]): Reading {
  const config = readSectionConfig(text);
  if (printSectionConfig(config) !== text)
    return { outcome: "failed", detail: "the lines do not give the file back" };
  const found = emptyMeansUnread(read(text), "no section of the kind the file should hold");
  if (found.outcome !== "read") return found;
  return {
    outcome: "read",
    detail: config.warnings.map(({ line, reason }) => `line ${line}: ${reason}`).join("; "),
  };
}

function emptyMeansUnread(found: readonly unknown[], reason: string): Reading {
  return found.length === 0 ? { outcome: "not read", detail: reason } : { outcome: "read", detail: "" };
}
