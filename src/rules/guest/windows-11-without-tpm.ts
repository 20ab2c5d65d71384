import { missingOsName } from "../../model/missing.ts";
import { notApplicable, open, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { readDrive } from "../../model/syntax/drive-string.ts";

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
    return open([missingOsName(guest.node)]);
  },
};
