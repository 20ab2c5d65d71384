import { notApplicable, pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { isModernWindows, machineType, optionEvidence } from "../guest-options.ts";
import { guestGui } from "../remedies.ts";

export const windowsFirmware: Rule<"guest"> = {
  id: "guest/windows-firmware",
  subject: "guest",
  severity: "note",
  summary: "Windows does not run on OVMF and q35",
  needs: ["config"],
  check(guest) {
    if (!isModernWindows(guest)) return notApplicable;
    const bios = guest.option("bios");
    const machine = machineType(guest);
    const q35 = machine !== undefined && /^(?:pc-)?q35\b/.test(machine);
    if (bios === "ovmf" && q35) return pass;
    const spoken = (key: string, value: string | undefined, byDefault: string): string =>
      value === undefined
        ? `${key} is ${byDefault} (default, nobody set it)`
        : `${key} is ${value} (written)`;
    const wrong = [
      ...(bios === "ovmf" ? [] : [spoken("bios", bios, "seabios")]),
      ...(q35 ? [] : [spoken("machine", machine, "i440fx")]),
    ];
    return {
      kind: "fail",
      message: wrong.join(", "),
      evidence: [optionEvidence(guest, "bios"), optionEvidence(guest, "machine")],
      remedy: {
        kind: "manual",
        takesEffect: "after-stop-start",
        steps: [
          "leave a guest that works as it is, and build the next one with OVMF and q35; to convert this one, go on",
          "take a backup and try the conversion on a clone first",
          "where bios is not ovmf: convert the boot disk to GPT inside Windows (`mbr2gpt /convert /allowFullOS`), shut down, add an EFI disk, set bios to ovmf",
          "where the machine is not q35: set it with the guest off; Windows finds new hardware, so have the virtio drivers and the static addresses at hand",
        ],
        gui: guestGui(guest, "Hardware › BIOS / Machine › Edit"),
        risks: [
          "Windows may not boot, may ask for its BitLocker key or its activation, and loses its network settings",
        ],
      },
    };
  },
};
