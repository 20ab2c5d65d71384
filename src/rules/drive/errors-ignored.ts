import { pass } from "../../model/outcome.ts";
import type { Rule } from "../../model/rule.ts";
import { driveChange, driveRemedy } from "../remedies.ts";

export const errorsIgnored: Rule<"drive"> = {
  id: "drive/errors-ignored",
  subject: "drive",
  severity: "error",
  summary: "I/O errors are ignored: the guest takes a failed read or write for a good one",
  needs: ["config"],
  check(drive) {
    const [first, ...others] = ["rerror", "werror"].filter((key) => drive.options[key] === "ignore");
    if (first === undefined) return pass;
    const keys = [first, ...others];
    const what = keys.length === 2 ? "read or write" : first === "rerror" ? "read" : "write";
    return {
      kind: "fail",
      message: `${keys.join(" and ")} ${keys.length === 2 ? "are" : "is"} ignore (written): a failed ${what} counts as done`,
      evidence: keys.map((key) => ({ fact: `${key} written`, value: "ignore", source: drive.source })),
      remedy: driveRemedy(
        drive,
        [driveChange(drive, first, null), ...others.map((key) => driveChange(drive, key, null))],
        {
          risks: [
            "the guest then sees errors that were hidden so far; a full storage stops it until there is space again",
          ],
        },
      ),
    };
  },
};
