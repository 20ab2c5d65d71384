import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { blockdevMachine } from "../../resolve/pve-defaults.ts";
import { machineText } from "../node-facts.ts";
import { storageEvidence, volumeEvidence } from "../wording.ts";
import { machineTenRemedy } from "./volume-chain-machine-too-old.remedy.ts";

export const volumeChainMachineTooOld: Rule<"drive"> = {
  id: "drive/volume-chain-machine-too-old",
  subject: "drive",
  severity: "critical",
  summary: "a qcow2 volume on a volume-chain storage, and a machine version below 10.0",
  needs: ["config", "storage-cfg"],
  check(drive) {
    const { guest, storage, format } = drive;
    // With an unknown QEMU the newest is assumed; volume chains came with QEMU 10, so a pool of older nodes has none.
    const modern = guest.machine.major >= blockdevMachine;
    const chained = storage?.volumeChain === true && format === "qcow2";
    if (storage === undefined && !drive.driver.known) {
      return modern ? notApplicable : open(drive.driver.missing);
    }
    if (!chained) return notApplicable;
    if (modern) return pass;
    return {
      kind: "fail",
      message: `machine is ${machineText(guest)}; with qcow2 on a volume chain the guest starts from 10.0 on only`,
      evidence: [
        { fact: "machine version", value: guest.machine.because, source: guest.sourceOf("machine") },
        volumeEvidence(drive),
        storageEvidence(drive),
      ],
      remedy: machineTenRemedy(guest),
    };
  },
};
