import type { ApiAnswer } from "../../connect/api/api-answer.ts";
import type { ClusterFile, ClusterSnapshot, UnreadableFile } from "../../model/cluster.ts";
import type { Rights } from "./rights.ts";
import { type ApiReader, gapText, isRowList } from "./rows.ts";
import {
  haGroupsCfg,
  haResourcesCfg,
  haRulesCfg,
  mappingCfg,
  replicationCfg,
  storageCfg,
} from "./section-text.ts";

interface FileOfApi {
  readonly file: ClusterFile;
  readonly path: string;
  readonly render: (data: unknown) => string;
  /** A list that leaves out, without a word, what the one who asks may not see. */
  readonly hidesBehind?: { readonly privileges: readonly string[]; readonly path: string };
}

const audits = ["Datastore.Audit", "Datastore.AllocateSpace"] as const;
const mapped = ["Mapping.Audit", "Mapping.Use", "Mapping.Modify"] as const;

const filesOfApi: readonly FileOfApi[] = [
  {
    file: "storage.cfg",
    path: "/storage",
    render: storageCfg,
    hidesBehind: { privileges: audits, path: "/storage" },
  },
  { file: "ha/resources.cfg", path: "/cluster/ha/resources", render: haResourcesCfg },
  { file: "ha/rules.cfg", path: "/cluster/ha/rules", render: haRulesCfg },
  { file: "ha/groups.cfg", path: "/cluster/ha/groups", render: haGroupsCfg },
  {
    file: "replication.cfg",
    path: "/cluster/replication",
    render: replicationCfg,
    hidesBehind: { privileges: ["VM.Audit"], path: "/vms" },
  },
  {
    file: "mapping/pci.cfg",
    path: "/cluster/mapping/pci",
    render: mappingCfg,
    hidesBehind: { privileges: mapped, path: "/mapping" },
  },
  {
    file: "mapping/usb.cfg",
    path: "/cluster/mapping/usb",
    render: mappingCfg,
    hidesBehind: { privileges: mapped, path: "/mapping" },
  },
  {
    file: "mapping/directory.cfg",
    path: "/cluster/mapping/dir",
    render: mappingCfg,
    hidesBehind: { privileges: mapped, path: "/mapping" },
  },
];

export type FilesRead = Required<Pick<ClusterSnapshot, "files" | "rendered" | "partial">> & {
  readonly unreadable: readonly UnreadableFile[];
};

/** The cluster-wide files as far as the API tells what is in them. */
export async function readClusterFiles(api: ApiReader, rights: Rights): Promise<FilesRead> {
  const files: Partial<Record<ClusterFile, string | null>> = {};
  const rendered: ClusterFile[] = [];
  const partial: ClusterFile[] = [];
  const unreadable: UnreadableFile[] = [];
  const answers = await Promise.all(filesOfApi.map(({ path }) => api.get(path)));
  for (const [index, { file, path, render, hidesBehind }] of filesOfApi.entries()) {
    const answer = answers[index];
    if (answer === undefined) continue;
    const text = textOf(file, answer, render);
    if (text === undefined) {
      if (!answer.ok) unreadable.push({ path: file, reason: gapText(path, answer) });
      else unreadable.push({ path: file, reason: `the answer of ${path} is no list` });
      continue;
    }
    const hides = hidesBehind?.privileges.every(
      (privilege) => rights.has(privilege, hidesBehind.path) !== true,
    );
    // of storages and replication jobs a part still tells something; of mappings the missing one may be the one asked for
    if (hides === true && file.startsWith("mapping/")) {
      unreadable.push({ path: file, reason: `${path} shows ${api.who} only what it may use` });
      continue;
    }
    files[file] = text;
    rendered.push(file);
    if (hides === true) partial.push(file);
  }
  return { files, rendered, partial, unreadable };
}

/**
 * null: the cluster has no such file. Since Proxmox VE 9 groups are rules, before 9 there are no rules, before 8 no
 * mappings, and before 8.4 none of directories (pve-docs apidata.js of each release).
 */
function textOf(
  file: ClusterFile,
  answer: ApiAnswer,
  render: (data: unknown) => string,
): string | null | undefined {
  if (answer.ok) return isRowList(answer.data) ? render(answer.data) : undefined;
  const isMigrated = file === "ha/groups.cfg" && /migrated to rules/.test(answer.message);
  const isUnknown = answer.status === 501 && (file === "ha/rules.cfg" || file.startsWith("mapping/"));
  return isMigrated || isUnknown ? null : undefined;
}
