import { missingOutput } from "../../model/missing.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { openUnlessNone } from "../open-for.ts";
import { namesText } from "../pool-datasets.ts";

/** Volumes that Proxmox VE makes for guests: `vm-101-disk-0`, `base-9-disk-0`, `snap_vm-…`, with `.qcow2` or not. */
const guestVolume = /^(?:snap_)?(?:vm|base)-\d+-/;

export const lvmAutoactivation: Rule<"storage"> = {
  id: "storage/lvm-autoactivation",
  subject: "storage",
  severity: "warning",
  summary: "guests' volumes on a shared volume group are activated by every node that boots",
  needs: ["storage-cfg", "lvm", "node-count"],
  check({ storage, cluster, volumes }) {
    const { entry, shared, enabled, source } = storage;
    if (entry.type !== "lvm" || !shared || !enabled) return notApplicable;
    if (cluster.nodeCount.known && cluster.nodeCount.value < 2) return notApplicable;
    const group = entry.properties["vgname"] ?? "";
    const nodes = cluster.nodes.filter(({ name }) => storage.nodes?.has(name) !== false);
    // The setting is in the group's metadata: every node that sees the group sees the same.
    const seen = nodes.flatMap(({ name, logicalVolumes }) => {
      const own = logicalVolumes.known
        ? logicalVolumes.value.filter((lv) => lv.volumeGroup === group && guestVolume.test(lv.name))
        : [];
      return own.map((lv) => ({ ...lv, node: name }));
    });
    const active = seen.filter(
      (lv, index) =>
        lv.autoactivation === true &&
        seen.findIndex((one) => one.name === lv.name && one.autoactivation) === index,
    );
    const [first] = active;
    if (first === undefined) {
      const unsaid = seen.find((lv) => lv.autoactivation === undefined)?.node;
      if (unsaid !== undefined) return open([missingActivation(unsaid, group)]);
      if (seen.length > 0) return pass;
      // No node that was read sees a volume of a guest in it.
      const unread = nodes.flatMap(({ logicalVolumes }) =>
        logicalVolumes.known ? [] : logicalVolumes.missing,
      );
      if (unread.length > 0) return openUnlessNone(unread);
      return volumes.length === 0 ? notApplicable : open([missingActivation(nodes[0]?.name ?? null, group)]);
    }
    const names = active.map(({ name }) => name);
    return {
      kind: "fail",
      message: `${namesText(names)} in ${group} ${names.length === 1 ? "is" : "are"} activated by every node at boot: a deleted or moved disk can stay open elsewhere`,
      evidence: [
        { fact: "shared volume group", value: group, source },
        ...active.slice(0, 5).map(({ name, node }) => ({
          fact: `autoactivation of ${name}`,
          value: "enabled",
          source: "lvs",
          node,
        })),
      ],
      remedy: {
        kind: "manual",
        takesEffect: "at-once",
        steps: [
          "on one node, for each of them: lvchange --setautoactivation n <group>/<volume>",
          "or all at once, with the script of Proxmox VE 9: /usr/share/pve-manager/migrations/pve-lvm-disable-autoactivation",
        ],
        commands: active.map(({ name }) => ({
          argv: ["lvchange", "--setautoactivation", "n", `${group}/${name}`],
          node: first.node,
        })),
        risks: [
          "volumes of your own that have to be there at boot keep their autoactivation: only guests' are named",
        ],
      },
    };
  },
};

const missingActivation = (node: string | null, group: string) =>
  missingOutput(
    node,
    `autoactivation in ${group}`,
    "lvs.json",
    "lvs -a --reportformat json -o +autoactivation",
  );
