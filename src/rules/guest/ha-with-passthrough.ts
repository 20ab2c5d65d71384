import type { Missing } from "../../model/fact.ts";
import { type Evidence, notApplicable, type Outcome, pass } from "../../model/outcome.ts";
import type { HaPlacement, ResolvedGuest } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { hostpciKeys, optionEvidence, propertiesOf } from "../guest-options.ts";
import { haEvidence, haOf, missingIn, staysOnItsNode } from "../guest-placement.ts";
import { type LackingMapping, lackingMappings, nodeDevices } from "../node-devices.ts";
import { openUnlessNone } from "../open-for.ts";

export const haWithPassthrough: Rule<"guest"> = {
  id: "guest/ha-with-passthrough",
  subject: "guest",
  severity: "error",
  summary: "HA would start a guest on a node that lacks the device it is given",
  needs: ["config", "node-count", "ha", "mappings"],
  check(guest) {
    const ha = haOf(guest);
    if (ha.known && ha.value === null) return notApplicable;
    const keys = hostpciKeys(guest);
    const raw = keys.filter((key) => !propertiesOf(guest, key).has("mapping"));
    const doubts = nodeDevices(guest);
    if (keys.length + doubts.length === 0) return notApplicable;
    if (ha.known && ha.value !== null) return judged(guest, ha.value, raw, doubts);
    return openUnlessNone([...missingIn([ha]), ...doubts]);
  },
};

function reasonsOf(raw: readonly string[], lacking: readonly LackingMapping[]): readonly string[] {
  return [
    ...(raw.length === 0 ? [] : [`${raw.join(", ")} is an address on this one`]),
    ...lacking.map(({ key, id, nodes }) => `${key} (mapping ${id}) has no device on ${nodes.join(", ")}`),
  ];
}

function judged(
  guest: ResolvedGuest,
  ha: HaPlacement,
  raw: readonly string[],
  doubts: readonly Missing[],
): Outcome {
  if (staysOnItsNode(guest, ha)) return pass;
  const lacking = lackingMappings(guest, [...(ha.nodes ?? guest.cluster.nodes.map(({ name }) => name))]);
  if (raw.length + lacking.length === 0) return doubts.length === 0 ? pass : openUnlessNone(doubts);
  const keys = [...raw, ...lacking.map(({ key }) => key)];
  const evidence: Evidence[] = [haEvidence(ha), ...keys.map((key) => optionEvidence(guest, key))];
  const { vmid } = guest;
  return {
    kind: "fail",
    message: `HA may start it on another node, but ${reasonsOf(raw, lacking).join("; ")}`,
    evidence,
    remedy: {
      kind: "manual",
      takesEffect: "at-once",
      steps: [
        "either map the device (Datacenter › Resource Mappings), with an entry for every node that has one like it, and give the guest the mapping",
        `or keep HA on this node: \`ha-manager rules add node-affinity pinned-${vmid} --resources vm:${vmid} --nodes ${guest.node ?? "<node>"} --strict 1\``,
        `or take it out of HA: \`ha-manager remove vm:${vmid}\``,
      ],
      gui: "Datacenter › Resource Mappings › PCI Devices › Add",
      risks: [
        "on another node the same address may be nothing, or another device, which the guest would take",
      ],
    },
  };
}
