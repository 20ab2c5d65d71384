import { atLeast } from "../../model/debian-version.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { discardFixed } from "../../resolve/pve-defaults.ts";
import { machineText, modernMachine, versionOf } from "../node-facts.ts";
import { takesEffect } from "../remedies.ts";

export const discardBroken: Rule<"drive"> = {
  id: "drive/discard-broken",
  subject: "drive",
  severity: "warning",
  summary: "discard has no effect: a defect of qemu-server before 9.0.8",
  needs: ["config", "node-versions"],
  check({ guest, options, source }) {
    const version = versionOf(guest, "qemuServer");
    const modern = modernMachine(guest);
    if (modern.known && !modern.value) return notApplicable;
    if (!version.known) return open(version.missing);
    if (atLeast(version.value, discardFixed)) return pass;
    if (!modern.known) return open(modern.missing);
    const node = guest.node ?? "the node";
    const written = options["discard"];
    const defect = `qemu-server ${version.value} drops it on machine ${guest.machine.major}`;
    return {
      kind: "fail",
      message:
        written === "on"
          ? `discard is on (written), without effect: ${defect}`
          : `discard would have no effect either, once it is on: ${defect}`,
      evidence: [
        { fact: "discard written", value: written ?? "-", source },
        { fact: "qemu-server", value: version.value, source: version.source },
        { fact: "machine version", value: machineText(guest), source: guest.sourceOf("machine") },
      ],
      remedy: {
        kind: "manual",
        takesEffect: takesEffect(guest),
        steps: [
          `upgrade ${node} to qemu-server ${discardFixed} or later: apt update && apt full-upgrade`,
          "stop and start the guest, then trim inside it once: fstrim -av (Linux), Optimize-Volume -ReTrim (Windows)",
        ],
        gui: `${node} › Updates › Upgrade`,
        risks: ["a full upgrade brings newer packages of everything; move guests off the node first"],
      },
    };
  },
};
