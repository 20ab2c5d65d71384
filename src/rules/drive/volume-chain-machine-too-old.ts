import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { machineText, modernMachine } from "../node-facts.ts";
import { storageEvidence, volumeEvidence } from "../wording.ts";
import { machineTenRemedy } from "./volume-chain-machine-too-old.remedy.ts";

export const volumeChainMachineTooOld: Rule<"drive"> = {
  id: "drive/volume-chain-machine-too-old",
  subject: "drive",
  severity: "critical",
  summary: "a qcow2 volume on a volume-chain storage, and a machine version below 10.0",
  needs: ["config", "storage-cfg", "node-versions"],
  check(drive) {
    const { guest, storage, format } = drive;
    const modern = modernMachine(guest);
    const chained = storage?.volumeChain === true && format === "qcow2";
    if (storage === undefined && !drive.driver.known) {
      return modern.known && modern.value ? notApplicable : open(drive.driver.missing);
    }
    if (!chained) return notApplicable;
    if (!modern.known) return open(modern.missing);
    if (modern.value) return pass;
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
