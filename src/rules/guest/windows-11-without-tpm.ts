import { missingOsName } from "../../model/missing.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { readDrive } from "../../model/syntax/drive-string.ts";
import { optionEvidence } from "../guest-options.ts";

export const windows11WithoutTpm: Rule<"guest"> = {
  id: "guest/windows-11-without-tpm",
  subject: "guest",
  severity: "warning",
  summary: "Windows 11 runs without a TPM 2.0",
  needs: ["config", "guest-os-name"],
  check(guest) {
    if (guest.option("ostype") !== "win11") return notApplicable;
    const tpm = guest.volumes.find(({ role }) => role === "tpm");
    const reading = tpm === undefined ? undefined : readDrive(tpm.key, tpm.text);
    // Proxmox VE gives a TPM 1.2 unless the line says v2.0 (qemu-server Drive.pm, 9.2.6); Windows 11 wants 2.0.
    if (reading?.ok && reading.drive.options["version"] === "v2.0") return pass;
    const { agent } = guest.live;
    const osName = agent.known && agent.value.answers ? agent.value.osName : undefined;
    if (!agent.known) return open([missingOsName(guest.node), ...agent.missing.slice(1)]);
    if (osName === undefined) return open([missingOsName(guest.node)]);
    if (!/\bWindows 11\b/i.test(osName)) return notApplicable;
    const has = tpm === undefined ? "no TPM" : "a TPM 1.2";
    return {
      kind: "fail",
      message: `the guest is ${osName} and has ${has}; Windows 11 asks for a TPM 2.0`,
      evidence: [
        { fact: "name of the system", value: osName, source: agent.source },
        optionEvidence(guest, "tpmstate0"),
      ],
      remedy: {
        kind: "manual",
        takesEffect: "after-stop-start",
        gui: `${guest.vmid} › Hardware › Add › TPM State (version v2.0)`,
        steps: tpm === undefined ? [addTpm] : [removeTpm, addTpm],
        risks:
          tpm === undefined ? [] : ["a TPM cannot be raised to 2.0; keys sealed to the old one are gone"],
      },
    };
  },
};

const removeTpm = "suspend BitLocker in the guest, then remove the TPM 1.2: what is sealed to it is lost";
const addTpm = "shut the guest down and add a TPM state of version v2.0 on the storage of its first drive";
