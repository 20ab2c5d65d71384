import { compareDebianVersions } from "../../model/debian-version.ts";
import type { Missing } from "../../model/fact.ts";
import { type Evidence, notApplicable, pass } from "../../model/outcome.ts";
import type { NodeVersions, ResolvedNode } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { openUnlessNone } from "../open-for.ts";

const packages: readonly (readonly [keyof NodeVersions, string])[] = [
  ["pve", "pve-manager"],
  ["qemuServer", "qemu-server"],
  ["qemu", "pve-qemu-kvm"],
  ["openzfs", "zfsutils-linux"],
  ["kernel", "kernel"],
];

export const versionsMixed: Rule<"node"> = {
  id: "node/versions-mixed",
  subject: "node",
  severity: "warning",
  summary: "a node is behind others of its cluster: the same option can mean something else there",
  needs: ["node-versions", "kernel"],
  check(node) {
    const { nodes } = node.cluster;
    if (nodes.length < 2) return notApplicable;
    const behind = packages.flatMap(([key, name]) => {
      const newest = newestElsewhere(node, key);
      const own = node.versions[key];
      return own.known && newest !== undefined && compareDebianVersions(own.value, newest.version) < 0
        ? [{ name, own, newest }]
        : [];
    });
    const [first, ...more] = behind;
    if (first === undefined) {
      const missing = packages.flatMap(([key]) => missingFor(node, key));
      return missing.length === 0 ? pass : openUnlessNone(missing);
    }
    const others = more.length === 0 ? "" : `; also behind: ${more.map(({ name }) => name).join(", ")}`;
    return {
      kind: "fail",
      message: `${first.name} ${first.own.value} here, ${first.newest.version} on ${first.newest.node}: defaults and moves can differ${others}`,
      evidence: behind.map(
        ({ name, own, newest }): Evidence => ({
          fact: name,
          value: `${own.value}; ${newest.version} on ${newest.node}`,
          source: own.source,
          node: node.name,
        }),
      ),
      remedy: {
        kind: "manual",
        takesEffect: "after-stop-start",
        steps: [
          "upgrade the nodes one after the other, guests moved off before, until all have the same versions",
          "a new kernel needs a reboot of the node; a running guest keeps the QEMU it was started with",
        ],
        gui: `${node.name} › Updates`,
        risks: ["a guest that was started on a newer QEMU may not move back to an older node"],
      },
    };
  },
};

interface Newest {
  readonly version: string;
  readonly node: string;
}

function newestElsewhere(node: ResolvedNode, key: keyof NodeVersions): Newest | undefined {
  const known = node.cluster.nodes.flatMap(({ name, versions }): readonly Newest[] => {
    const version = versions[key];
    return name !== node.name && version.known ? [{ version: version.value, node: name }] : [];
  });
  return known.sort((a, b) => compareDebianVersions(b.version, a.version))[0];
}

/** Its own version, and those of others that may be newer. */
function missingFor(node: ResolvedNode, key: keyof NodeVersions): readonly Missing[] {
  return node.cluster.nodes.flatMap(({ versions }) => {
    const version = versions[key];
    return version.known ? [] : version.missing;
  });
}
