import { compareSeverity, notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { hasDefect, knownDefects } from "../known-defects.ts";
import { missingAmong } from "../unknowns.ts";

export const knownDefect: Rule<"node"> = {
  id: "node/known-defect",
  subject: "node",
  severity: "warning",
  summary: "an installed version has a defect that looks like a wrong disk setting, or defeats a right one",
  needs: ["node-versions", "config", "storage-cfg"],
  check(node) {
    const { versions, name, cluster } = node;
    const guests = cluster.guests.filter((guest) => guest.node === name);
    if (guests.length === 0) return notApplicable;
    const concerning = knownDefects.filter(({ concerns }) => guests.some(concerns));
    const found = concerning.filter((defect) => hasDefect(defect, versions) === true);
    const [first, ...more] = [...found].sort((a, b) => compareSeverity(a.severity, b.severity));
    if (first === undefined) {
      const missing = missingAmong(...concerning.map((defect) => versions[defect.package]));
      return missing === undefined ? pass : open(missing);
    }
    const version = versions[first.package];
    const others = more.length === 0 ? "" : `; and ${more.length} more`;
    return {
      kind: "fail",
      severity: first.severity,
      message: `${first.packageName} ${version.known ? version.value : ""}: ${first.what} (until ${first.fixedIn}); ${first.leave}${others}`,
      evidence: [first, ...more].map((defect) => ({
        fact: `${defect.packageName}, ${defect.id}`,
        value: `from ${defect.from}, repaired in ${defect.fixedIn}: ${defect.source}`,
        source: version.known ? version.source : "pveversion",
        node: name,
      })),
      remedy: {
        kind: "manual",
        takesEffect: "after-stop-start",
        steps: [
          `upgrade ${[...new Set([first, ...more].map((defect) => `${defect.packageName} to ${defect.fixedIn} or later`))].join(" and ")}`,
          "stop and start the guests, or move them to an upgraded node: a running QEMU keeps its version",
          ...[first, ...more].map(({ what, leave }) => `${what}: ${leave}`),
        ],
        risks: [],
      },
    };
  },
};
