import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { poolOf } from "../../resolve/medium.ts";
import { datasetAt } from "../mounts.ts";

export const dirOnZfs: Rule<"storage"> = {
  id: "storage/dir-on-zfs",
  subject: "storage",
  severity: "note",
  summary: "guests' disks are files on a ZFS dataset, where zvols would be simpler and faster",
  needs: ["storage-cfg", "config", "file-system"],
  perNode: true,
  check({ node, storage, volumes, cluster }) {
    const { entry, content, enabled, source } = storage;
    if (node === null || entry.type !== "dir") return notApplicable;
    if (volumes.length === 0 && !(enabled && content.has("images"))) return notApplicable;
    const path = `${entry.properties["path"] ?? `/mnt/pve/${entry.id}`}/images`.replace(/\/{2,}/g, "/");
    const dataset = datasetAt(node, path);
    if (!dataset.known) return open(dataset.missing);
    if (dataset.value === null) return pass;
    const pool = poolOf(dataset.value);
    const zvols = cluster.pools
      .find((one) => one.node === node && one.name === pool)
      ?.storages.find((one) => one.content.has("images"));
    const target = zvols?.entry.id ?? "<zfspool storage>";
    const kept = [...content].filter((kind) => kind !== "images").join(",");
    return {
      kind: "fail",
      message: `it is a directory on dataset ${dataset.value}: disks on it are files, and each has to be tuned for ZFS`,
      evidence: [
        { fact: `storage ${entry.id}`, value: `dir, ${path}`, source },
        { fact: `under ${path}`, value: `dataset ${dataset.value}`, source: dataset.source, node: node.name },
      ],
      remedy: {
        kind: "manual",
        takesEffect: "new-volumes-only",
        steps: [
          zvols === undefined
            ? `make a zfspool storage on the pool: pvesm add zfspool <id> --pool ${pool} --sparse 1`
            : `there is ${target} on the same pool: keep disks there`,
          `move those that are here with qm move-disk <vmid> <drive> ${target} --delete 1`,
          kept === ""
            ? "then remove the storage"
            : `then take images out of its content: pvesm set ${entry.id} --content ${kept}`,
        ],
        gui: `Datacenter › Storage › ${entry.id} › Edit › Content`,
        risks: ["a moved disk needs its space twice while it moves"],
      },
    };
  },
};
