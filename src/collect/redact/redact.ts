import {
  type BlockDevice,
  type ClusterFile,
  type ClusterSnapshot,
  clusterFiles,
  type GuestSnapshot,
  type NodeSnapshot,
  type UnreadableFile,
} from "../../model/cluster.ts";
import { type Aliases, createAliases } from "./aliases.ts";
import { redactBackupJobs } from "./backup-jobs.ts";
import { clusterFileRedactors } from "./cluster-files.ts";
import { guestConfigRedactor } from "./guest-config.ts";
import { redacted } from "./known-words.ts";
import { redactNode, redactReading } from "./node-facts.ts";
import { redactPath } from "./paths.ts";
import { knownReason } from "./reasons.ts";

/**
 * The same cluster without what tells whose it is: names, serials, addresses and descriptions out, shape and relations
 * kept. Each file is redacted by its own structure, with one table of aliases, so an audit finds the same.
 */
export function redact(snapshot: ClusterSnapshot): ClusterSnapshot {
  const aliases = createAliases(snapshot.nodes.flatMap(serialsOf));
  const nodes = snapshot.nodes.map((node) => redactNode(node, aliases));
  const redactConfig = guestConfigRedactor(aliases);
  const { schema, takenAt, tool, folder, nodesComplete, guestsOf } = snapshot;
  return {
    schema,
    takenAt,
    tool,
    sources: snapshot.sources.map((source) => ({ ...source, name: redacted })),
    ...(folder === undefined ? {} : { folder: redacted }),
    nodesComplete,
    ...(guestsOf === undefined ? {} : { guestsOf: guestsOf.map((node) => aliases.name("node", node)) }),
    nodes,
    guests: snapshot.guests.map((guest) => redactGuest(guest, redactConfig, aliases)),
    containers: snapshot.containers.map(({ vmid, node }) => ({ vmid, node: redactNodeName(node, aliases) })),
    files: redactFiles(snapshot.files, aliases),
    ...(snapshot.rendered === undefined ? {} : { rendered: snapshot.rendered }),
    ...(snapshot.partial === undefined ? {} : { partial: snapshot.partial }),
    ...(snapshot.backupJobs === undefined
      ? {}
      : {
          backupJobs: redactReading(snapshot.backupJobs, (jobs) => redactBackupJobs(jobs, aliases), aliases),
        }),
    unreadable: snapshot.unreadable.map((file) => redactUnreadable(file, aliases)),
    // they name guests and files; how many there are may be known
    ...(snapshot.contradictions === undefined
      ? {}
      : { contradictions: snapshot.contradictions.map(() => redacted) }),
  };
}

function serialsOf({ blockDevices }: NodeSnapshot): readonly string[] {
  if (blockDevices === undefined || !("value" in blockDevices)) return [];
  const serials = ({ serial, children }: BlockDevice): readonly string[] => [
    serial ?? "",
    ...children.flatMap(serials),
  ];
  return blockDevices.value.flatMap(serials);
}

function redactGuest(
  guest: GuestSnapshot,
  redactConfig: (config: string) => string,
  aliases: Aliases,
): GuestSnapshot {
  const { vmid, node, config, path } = guest;
  return {
    vmid,
    node: redactNodeName(node, aliases),
    config: redactConfig(config),
    path: redactPath(path, aliases),
    ...(guest.digest === undefined ? {} : { digest: redacted }),
  };
}

function redactNodeName(node: string | null, aliases: Aliases): string | null {
  return node === null ? null : aliases.name("node", node);
}

function redactFiles(files: ClusterSnapshot["files"], aliases: Aliases): ClusterSnapshot["files"] {
  const redactors = clusterFileRedactors(aliases);
  const changed: Partial<Record<ClusterFile, string | null>> = {};
  for (const name of clusterFiles) {
    const text = files[name];
    if (text !== undefined) changed[name] = text === null ? null : redactors[name](text);
  }
  return changed;
}

function redactUnreadable({ path, line, reason }: UnreadableFile, aliases: Aliases): UnreadableFile {
  return {
    path: redactPath(path, aliases),
    ...(line === undefined ? {} : { line }),
    reason: knownReason(reason),
  };
}
