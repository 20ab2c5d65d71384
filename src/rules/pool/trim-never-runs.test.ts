import { describe, expect, it } from "vitest";
import { itHoldsItsPage, judgeLine } from "../../../test/support/rule-page.ts";
import { trimNeverRuns } from "./trim-never-runs.ts";

const sata = "@vdevs disk 1 | @disk vd0 ssd";

describe("pool/trim-never-runs", () => {
  itHoldsItsPage(trimNeverRuns);

  it("lets Debian's job take the pool along", () => {
    expect(judgeLine(trimNeverRuns, sata)).toMatchObject({
      message: "autotrim is off and no schedule trims this pool: its SSDs never learn which blocks are free",
      remedy: {
        kind: "change",
        safety: "safe",
        changes: [
          { dataset: "tank", key: "org.debian:periodic-trim", from: null, to: "enable", node: "pve1" },
        ],
      },
    });
  });

  it("names OpenZFS's timer where there is no such job, and cron where there is no timer", () => {
    expect(judgeLine(trimNeverRuns, `${sata} | @trim none`)).toMatchObject({
      remedy: {
        kind: "change",
        safety: "safe",
        changes: [
          {
            target: "timer",
            node: "pve1",
            key: "zfs-trim-monthly@tank.timer",
            from: "disabled",
            to: "enabled",
          },
        ],
      },
    });
    const old = judgeLine(trimNeverRuns, `${sata} | @trim none | @versions zfsutils-linux=2.1.11-pve1`);
    expect(old).toMatchObject({ remedy: { kind: "manual", steps: [expect.stringContaining("cron")] } });
  });

  it("takes an unasked property for unset only where all properties were asked for", () => {
    const all = `${sata} | @dataset-without tank org.debian:periodic-trim`;
    expect(judgeLine(trimNeverRuns, all)).toMatchObject({
      missing: [{ fact: "org.debian:periodic-trim of tank" }],
    });
    expect(judgeLine(trimNeverRuns, `${all} | @dataset tank creation=1700000000`)).toMatchObject({
      kind: "fail",
    });
  });
});
