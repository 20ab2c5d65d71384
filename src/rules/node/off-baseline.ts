import {
  type AssumptionEvent,
  assumptions,
  baseline,
  newestQemuServerRead,
} from "../../model/assumptions.ts";
import { compareDebianVersions } from "../../model/debian-version.ts";
import { notApplicable, pass } from "../../model/outcome.ts";
import type { ResolvedNode } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { openUnlessNone } from "../open-for.ts";

export const offBaseline: Rule<"node"> = {
  id: "node/off-baseline",
  subject: "node",
  severity: "note",
  summary: "the cluster runs versions for which the policy's assumptions were not read",
  needs: ["node-versions"],
  check(node) {
    const { nodes } = node.cluster;
    if (nodes[0] !== node) return notApplicable; // one note for the cluster
    const apart = nodes.flatMap(distances);
    const [first] = apart;
    if (first === undefined) {
      const missing = nodes.flatMap(({ versions: { pve, openzfs, qemuServer } }) =>
        [pve, openzfs, qemuServer].flatMap((version) => (version.known ? [] : version.missing)),
      );
      return missing.length === 0 ? pass : openUnlessNone(missing);
    }
    const events = new Set(apart.map(({ event }) => event));
    const doubted = assumptions.filter(({ event, refuted }) => refuted === undefined && events.has(event));
    const kinds = [...new Map(apart.map((one) => [one.text, one])).values()];
    return {
      kind: "fail",
      message: `${kinds.map(({ text }) => text).join("; ")}: look again at ${doubted.length} assumptions behind the verdicts`,
      evidence: apart.map(({ text, source, node: where }) => ({
        fact: "version",
        value: text,
        source,
        node: where,
      })),
      remedy: {
        kind: "manual",
        steps: [
          "nothing has to be changed: the verdicts may be less sure than they look",
          ...doubted.map(({ statement, recheck }) => `${statement}: ${recheck}`),
        ],
        risks: [],
      },
    };
  },
};

interface Distance {
  readonly text: string;
  readonly event: AssumptionEvent;
  readonly source: string;
  readonly node: string;
}

/** A new major of Proxmox VE, another line of OpenZFS, a qemu-server that is newer than what was read. */
function distances({ name, versions: { pve, openzfs, qemuServer } }: ResolvedNode): readonly Distance[] {
  const found: Distance[] = [];
  if (pve.known && line(pve.value, 1) !== line(baseline.pve, 1)) {
    const text = `Proxmox VE ${line(pve.value, 1)} (read at ${baseline.pve})`;
    found.push({ text, event: "pve-major", source: pve.source, node: name });
  } else if (
    qemuServer.known &&
    compareDebianVersions(line(qemuServer.value, 2), line(newestQemuServerRead, 2)) > 0
  ) {
    const text = `qemu-server ${line(qemuServer.value, 2)} (read up to ${newestQemuServerRead})`;
    found.push({ text, event: "pve-major", source: qemuServer.source, node: name });
  }
  if (openzfs.known && line(openzfs.value, 2) !== line(baseline.openzfs, 2)) {
    const text = `OpenZFS ${line(openzfs.value, 2)} (read at ${baseline.openzfs})`;
    found.push({ text, event: "openzfs-major", source: openzfs.source, node: name });
  }
  return found;
}

/** The first parts of a version: `2.4` of `2.4.3-pve1`. */
function line(version: string, parts: number): string {
  return version
    .split(/[.\-+~]/)
    .slice(0, parts)
    .join(".");
}
