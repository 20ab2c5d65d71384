import { data, die, type JsonObject } from "../reply.ts";
import { need, type Route } from "../route.ts";

const needs = need("/", "Sys.Audit");
const disks = "/nodes/{node}/disks";

/** Disks, pools and volume groups of a node (pve-storage API2/Disks, 9.1.7). */
export const diskRoutes: readonly Route[] = [
  {
    method: "GET",
    path: `${disks}/list`,
    params: { "include-partitions": "boolean", skipsmart: "boolean", type: ["unused", "journal_disks"] },
    needs: { ...needs, orPath: "/nodes/{node}" },
    answer: ({ node, params }) => {
      const withPartitions = params["include-partitions"] === "1";
      const rows = node.disks.filter(({ parent }) => withPartitions || parent === undefined);
      return data(params["skipsmart"] === "1" ? rows.map(withoutSmart) : rows);
    },
  },
  { method: "GET", path: `${disks}/zfs`, needs, answer: ({ node }) => data(node.pools) },
  {
    method: "GET",
    path: `${disks}/zfs/{name}`,
    needs,
    answer: ({ node, uri }) => {
      const name = uri["name"] ?? "";
      const tree = node.poolTrees.get(name);
      return tree === undefined
        ? die(`command '/sbin/zpool status -P ${name}' failed: exit code 1`)
        : data(tree);
    },
  },
  {
    method: "GET",
    path: `${disks}/lvm`,
    needs,
    answer: ({ node }) => data({ leaf: 0, children: node.volumeGroups }),
  },
  { method: "GET", path: `${disks}/lvmthin`, needs, answer: ({ node }) => data(node.thinPools) },
];

/** Without asking SMART neither health nor wear is known. */
function withoutSmart(disk: JsonObject): JsonObject {
  return { ...disk, health: "UNKNOWN", wearout: "N/A" };
}
