import { assumptions } from "../../model/assumptions.ts";
import { notApplicable, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { distancesFromBaseline } from "../baseline-distance.ts";
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
    const apart = nodes.flatMap(distancesFromBaseline);
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
