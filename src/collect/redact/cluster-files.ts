import type { ClusterFile } from "../../model/cluster.ts";
import { joinLines, splitLines } from "../../model/syntax/text-lines.ts";
import type { Aliases } from "./aliases.ts";
import { clusterPolicies, mappingPolicy } from "./cluster-policies.ts";
import { redactCorosync } from "./corosync.ts";
import { redacted } from "./known-words.ts";
import type { Redactor } from "./properties.ts";
import { redactSections } from "./section-file.ts";
import { storagePolicy } from "./storage-policy.ts";

/** How each cluster-wide file is redacted. */
export function clusterFileRedactors(aliases: Aliases): Readonly<Record<ClusterFile, Redactor>> {
  const policies = clusterPolicies(aliases);
  const storage = storagePolicy(aliases);
  const mapping = mappingPolicy(aliases);
  const mappings: Redactor = (text) => redactSections(text, mapping);
  return {
    "storage.cfg": (text) => redactSections(text, storage),
    "datacenter.cfg": everyLine,
    "replication.cfg": (text) => redactSections(text, policies.replication),
    "corosync.conf": (text) => redactCorosync(text, aliases),
    "ha/resources.cfg": (text) => redactSections(text, policies.resources),
    "ha/groups.cfg": (text) => redactSections(text, policies.groups),
    "ha/rules.cfg": (text) => redactSections(text, policies.rules),
    "mapping/pci.cfg": mappings,
    "mapping/usb.cfg": mappings,
    "mapping/directory.cfg": mappings,
  };
}

/** datacenter.cfg: nothing in it is judged, and much of it tells of a place. */
function everyLine(text: string): string {
  return joinLines(
    splitLines(text).map(({ text: line, ending }) => ({
      text: line.trim() === "" ? line : `#${redacted}`,
      ending,
    })),
  );
}
