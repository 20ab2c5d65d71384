import { describe, expect, it } from "vitest";
import { planOf, planOfLine } from "../../test/support/planned.ts";
import { exampleOf, withFacts } from "../../test/support/resolved-example.ts";
import type { ClusterSnapshot, Dataset, NodeSnapshot } from "../model/cluster.ts";
import { pass, type Severity } from "../model/outcome.ts";
import type { Plan } from "../model/plan.ts";
import { defaultPolicy } from "../model/policy.ts";
import type { OwnRule } from "../model/rule.ts";

const stepsOf = ({ steps }: Plan): readonly string[] => steps.map(({ argv }) => argv.join(" "));
const refusedOf = ({ refused }: Plan): readonly string[] =>
  refused.map(({ finding, reason }) => `${finding.rule}: ${reason}`);

const only =
  (...ids: readonly string[]) =>
  (id: string): boolean =>
    ids.includes(id);

describe("steps", () => {
  it("merges all changes of one drive, keeps every other key, and sends no size", () => {
    const plan = planOfLine("scsi0: tank:vm-101-disk-0,cache=writeback,backup=0,size=32G,serial=a");
    expect(stepsOf(plan)).toEqual([
      "qm set 101 --scsi0 tank:vm-101-disk-0,cache=none,backup=0,serial=a,discard=on,iothread=1,ssd=1",
    ]);
    expect(plan.steps[0]).toMatchObject({
      id: "101-scsi0",
      from: "tank:vm-101-disk-0,cache=writeback,backup=0,size=32G,serial=a",
      takesEffect: "after-stop-start",
      safety: "safe",
    });
    expect(plan.steps[0]?.changes).toContainEqual({ key: "cache", from: "writeback", to: "none" });
    expect(plan.steps[0]?.digest).toMatch(/^[0-9a-f]{40}$/);
  });

  it("leaves a guest alone whose file holds more than its source told, and warns where that cannot be told", () => {
    const digest = "0123456789abcdef0123456789abcdef01234567";
    const told = (line: string): Plan => {
      const snapshot = exampleOf(line);
      const guests = snapshot.guests.map((guest) => ({ ...guest, digest }));
      return planOf({ ...snapshot, guests });
    };
    expect(refusedOf(told("scsi0: tank:vm-101-disk-0"))).toContainEqual(
      expect.stringMatching(
        /^drive\/discard-off: its file is not what the API shows: .*any write would lose/,
      ),
    );
    expect(told("scsi0: tank:vm-101-disk-0").steps).toEqual([]);
    const [hidden] = told("scsi0: tank:vm-101-disk-0 | cipassword: **********").steps;
    expect(hidden).toMatchObject({ digest, risks: [expect.stringContaining("leaves open")] });
  });

  it("leaves a guest alone that is off and would take over what somebody else saved", () => {
    const line = "scsi0: tank:vm-101-disk-0";
    const planned = (isRunning: boolean | undefined): Plan => {
      const snapshot = exampleOf(line);
      const guests = snapshot.guests.map((guest) => ({
        ...guest,
        config: `${guest.config}\n[PENDING]\ndelete: net0\nvga: qxl\n`,
      }));
      const nodes = snapshot.nodes.map((node) =>
        isRunning === undefined
          ? node
          : { ...node, running: { value: { 101: isRunning }, source: "qm list" } },
      );
      return planOf({ ...snapshot, guests, nodes });
    };
    expect(planned(false).steps).toEqual([]);
    expect(refusedOf(planned(false))).toContainEqual(
      expect.stringMatching(/^drive\/discard-off: it is off, and net0, vga is saved and waits/),
    );
    expect(planned(true).steps[0]?.risks.join()).not.toContain("net0, vga");
    expect(planned(undefined).steps[0]?.risks).toContainEqual(expect.stringMatching(/^net0, vga is saved/));
  });

  it("puts the controller before the drives whose threads it honours", () => {
    const plan = planOfLine(
      "scsi0: tank:vm-101-disk-0,discard=on,ssd=1,cache=unsafe | scsihw: virtio-scsi-pci",
    );
    expect(plan.steps.map(({ id }) => id)).toEqual(["101-scsihw", "101-scsi0"]);
    const apart = planOfLine(
      "scsi0: tank:vm-101-disk-0,discard=on,ssd=1,cache=unsafe,iothread=1 | scsihw: virtio-scsi-pci",
    );
    expect(apart.steps.map(({ id }) => id)).toEqual(["101-scsi0", "101-scsihw"]);
  });

  it("leaves a controller that Windows has no driver for to a person", () => {
    const line = (scsihw: string): string => `scsi0: tank:vm-101-disk-0 | ostype: win11 | scsihw: ${scsihw}`;
    const byHand = planOfLine(line("lsi"), { rules: only("guest/scsihw-not-single") });
    expect(byHand.steps).toEqual([]);
    expect(byHand.manual[0]?.steps[0]).toContain("virtio-win");
    expect(byHand.manual[0]?.commands.length).toBeGreaterThan(0);
    const same = planOfLine(line("virtio-scsi-pci"), { rules: only("guest/scsihw-not-single") });
    expect(same.steps[0]).toMatchObject({ option: "scsihw", safety: "review" });
    expect(same.steps[0]?.byHand?.[0]).toContain("Disk Management");
  });

  it("does what is worst first, and a template before its clones", () => {
    const snapshot = exampleOf(
      "scsi0: tank:base-9-disk-0/vm-101-disk-0,discard=on,iothread=1,ssd=1,cache=unsafe",
    );
    const lines = [
      "agent: 1",
      "template: 1",
      "scsihw: virtio-scsi-single",
      "scsi0: tank:base-9-disk-0,iothread=1,ssd=1",
    ];
    const template = {
      vmid: 9,
      node: "pve1",
      path: "nodes/pve1/qemu-server/9.conf",
      config: `${lines.join("\n")}\n`,
    };
    const plan = planOf({ ...snapshot, guests: [...snapshot.guests, template] });
    expect(plan.steps.map(({ id }) => id)).toEqual(["9-scsi0", "101-scsi0"]);
    expect(plan.steps[0]).toMatchObject({ takesEffect: "at-once" });
    expect(plan.steps[0]?.risks).toContain(
      "clones made from now on inherit this; those made before (101) keep the old options",
    );
  });

  it("names what snapshots, HA and replication do with it", () => {
    const risks = planOfLine(
      "scsi0: tank:vm-101-disk-0 | balloon: 512 | hostpci0: 01:00 | protection: 1 | @ha started | @snapshot before scsi0: tank:vm-101-disk-0",
    ).steps.flatMap((step) => step.risks);
    expect(risks).toEqual(
      expect.arrayContaining([
        "snapshot before holds the old options; a rollback returns them",
        "snapshot before holds the balloon of its time; a rollback returns it",
        "HA manages it: a recovery elsewhere starts it with the new options",
        expect.stringContaining("protection"),
      ]),
    );
    expect(planOfLine("scsi0: tank:vm-101-disk-0 | @replicate pve2").steps[0]?.risks).toContain(
      "replicated to pve2: brought up there after a failure, it has the new options",
    );
  });
});

it("warns of other lines that a write would lose", () => {
  const { steps } = planOfLine("scsi0: tank:vm-101-disk-0 | hotplugg: 1 | balloon: many");
  expect(steps[0]?.risks).toContain(
    "Proxmox VE may not read hotplugg, balloon, and a line it cannot read is gone with any write",
  );
});

describe("what is left out, by name", () => {
  it.each([
    ["lock: backup", "it is locked (backup)"],
    ["sata0: tank:vm-101-disk-9,iothread=1", "Proxmox VE cannot read its sata0 and would lose the line"],
    ["cipassword: **********", "its config was not read byte for byte"],
    ["@pending delete: scsi0", "a change that is already saved clears it"],
    ["@pending scsi0: rust:vm-101-disk-5", "a pending change puts another volume on scsi0"],
  ])("with %s", (line, reason) => {
    const plan = planOf(withExact(`scsi0: tank:vm-101-disk-0,iothread=1,ssd=1 | ${line}`), {
      rules: only("drive/discard-off"),
    });
    expect(plan.steps).toEqual([]);
    expect(refusedOf(plan)).toEqual([expect.stringContaining(`drive/discard-off: ${reason}`)]);
  });

  it("a volume that reads like an order for a new one", () => {
    const plan = planOfLine("scsi0: tank:32,iothread=1,ssd=1", { rules: only("drive/discard-off") });
    expect([
      ...plan.steps,
      ...plan.refused.filter(({ reason }) => !/order for a new disk/.test(reason)),
    ]).toEqual([]);
  });

  it("a guest whose node is not known", () => {
    const plan = planOfLine("scsi0: tank:vm-101-disk-0,iothread=1,ssd=1 | @bare", {
      rules: only("drive/discard-off"),
    });
    expect(refusedOf(plan)).toEqual(["drive/discard-off: its node is not known"]);
  });

  it("what contradicts something worse", () => {
    const plan = planOfLine(
      "scsi0: san:vm-101-disk-0,cache=writeback,aio=native,discard=on,iothread=1,ssd=1",
    );
    const keys = plan.steps.flatMap(({ changes }) => changes.map(({ key, to }) => `${key}=${to}`));
    expect(keys).toEqual(["cache=none", "aio=io_uring"]);
  });

  it("an option of which another value waits", () => {
    const plan = planOfLine(
      "scsi0: tank:vm-101-disk-0 | agent: 0 | @pending agent: 0,fstrim_cloned_disks=1",
      {
        rules: only("guest/agent-off"),
      },
    );
    expect(refusedOf(plan)).toEqual([
      "guest/agent-off: another change of agent is saved and waits for a stop and start",
    ]);
  });
});

describe("pending", () => {
  it("edits the string that waits, and does not undo it", () => {
    const line =
      "scsi0: tank:vm-101-disk-0,iothread=1,ssd=1 | @pending scsi0: tank:vm-101-disk-0,iothread=1,ssd=1,backup=0";
    expect(planOfLine(line).steps[0]).toMatchObject({
      from: "tank:vm-101-disk-0,iothread=1,ssd=1,backup=0",
      to: "tank:vm-101-disk-0,iothread=1,ssd=1,backup=0,discard=on",
    });
  });
});

it("leaves what is pending itself to a person", () => {
  const plan = planOfLine("scsi0: tank:vm-101-disk-0 | @pending memory: 4096");
  expect(plan.manual.map(({ finding }) => finding.rule)).toContain("guest/pending-changes");
});

describe("--safe-only", () => {
  it("writes cache=none alone, and names the aio finding that remains", () => {
    const line = "scsi0: san:vm-101-disk-0,cache=writeback,discard=on,iothread=1,ssd=1 | @ha started";
    const { steps, prediction } = planOfLine(line, { safeOnly: true });
    expect(steps[0]).toMatchObject({
      safety: "safe",
      changes: [{ key: "cache", from: "writeback", to: "none" }],
    });
    expect(steps[0]?.risks[0]).toContain("drive/aio-native-inherited (note) remains");
    expect(prediction.added.map(({ rule }) => rule)).toEqual(["drive/aio-native-inherited"]);
  });

  it("leaves it out where the safe part would bring something as bad", () => {
    const line =
      "scsi0: chain:vm-101-disk-0.qcow2,cache=writeback,discard=on,iothread=1,ssd=1 | hostpci0: 01:00";
    const plan = planOfLine(line, { safeOnly: true, rules: only("drive/cache-not-coherent") });
    expect(plan.steps).toEqual([]);
    expect(refusedOf(plan)[0]).toContain("its safe part alone would bring drive/aio-native-blocks (error)");
  });
});

describe("host steps", () => {
  it("come with what undoes them, and the drives that rely on them say so", () => {
    const line = "scsi0: zdir:101/vm-101-disk-0.raw,cache=writeback,discard=on,iothread=1,ssd=1";
    const { steps, hostSteps } = planOfLine(line);
    expect(hostSteps).toMatchObject([
      {
        id: "pve1:tank/dir:direct",
        node: "pve1",
        argv: ["zfs", "set", "direct=disabled", "tank/dir"],
        read: ["zfs", "get", "-Hp", "-o", "value", "direct", "tank/dir"],
        from: "standard",
        to: "disabled",
      },
    ]);
    expect(steps[0]?.needs).toEqual(["pve1:tank/dir:direct"]);
    expect(planOfLine(line, { safeOnly: true })).toMatchObject({ steps: [], hostSteps: [] });
  });

  it("enable OpenZFS's own timer where no job of Debian's is there, and the pool is trimmed then", () => {
    const line = "scsi0: tank:vm-101-disk-0 | @vdevs disk 1 | @disk vd0 ssd | @trim none";
    const { hostSteps, prediction } = planOfLine(line, { rules: only("pool/trim-never-runs") });
    expect(hostSteps.filter(({ id }) => id.startsWith("pve1:zfs-trim-monthly@tank."))).toMatchObject([
      {
        id: "pve1:zfs-trim-monthly@tank.timer",
        node: "pve1",
        argv: ["systemctl", "enable", "--now", "zfs-trim-monthly@tank.timer"],
        inverse: ["systemctl", "disable", "--now", "zfs-trim-monthly@tank.timer"],
        read: ["systemctl", "is-enabled", "zfs-trim-monthly@tank.timer"],
        from: "disabled",
        to: "enabled",
        clears: [{ rule: "pool/trim-never-runs", place: "pve1 tank" }],
      },
    ]);
    expect(prediction.added).toEqual([]);
  });

  it("undo a property by inheriting it again, unless it was set there", () => {
    const compression = (property: { value: string; source: string }): readonly string[] => {
      const snapshot = exampleOf("scsi0: tank:vm-101-disk-0");
      const nodes = snapshot.nodes.map((node) =>
        node.name === "pve1" ? withProperty(node, "tank", { compression: property }) : node,
      );
      const plan = planOf({ ...snapshot, nodes }, { rules: only("pool/compression-off") });
      return plan.hostSteps.map((step) => step.inverse.join(" "));
    };
    expect(compression({ value: "off", source: "local" })).toEqual(["zfs set compression=off tank"]);
    expect(compression({ value: "off", source: "default" })).toEqual(["zfs inherit compression tank"]);
  });

  it("return a storage's property to what it was", () => {
    const snapshot = exampleOf("scsi0: tank:vm-101-disk-0");
    const storages = snapshot.files["storage.cfg"]?.replace("pool rust\n\tsparse 1", "pool rust") ?? "";
    const files = { ...snapshot.files, "storage.cfg": storages };
    const { hostSteps, prediction } = planOf(
      { ...snapshot, files },
      { rules: only("storage/zfs-not-sparse") },
    );
    expect(hostSteps.filter(({ id }) => id.includes(":rust:"))).toMatchObject([
      {
        argv: ["pvesm", "set", "rust", "--sparse", "1"],
        inverse: ["pvesm", "set", "rust", "--delete", "sparse"],
      },
    ]);
    expect(prediction.cleared.map(({ place }) => place)).toContain("storage rust");
  });
});

describe("the prediction", () => {
  it("refuses a plan that brings what is as bad as what it clears", () => {
    const noDiscard: OwnRule<"drive"> = {
      id: "custom/no-discard",
      subject: "drive",
      severity: "warning",
      summary: "this site's array is slow at it",
      needs: ["config"],
      written: {
        id: "custom/no-discard",
        subject: "drive",
        severity: "warning",
        fails: 'drive.settings.discard == "unmap"',
        message: "discard is on",
        source: "lanekeeper.yaml:1",
      },
      check: ({ options }) =>
        options["discard"] === "on"
          ? { kind: "fail", message: "discard is on", evidence: [], remedy: { kind: "none", risks: [] } }
          : pass,
    };
    const plan = (severity: Severity) => () =>
      planOfLine("scsi0: tank:vm-101-disk-0,iothread=1,ssd=1", {
        policy: { ...defaultPolicy, ownRules: [{ ...noDiscard, severity }] },
      });
    expect(plan("warning")).toThrow(/plan refused: .*custom\/no-discard \(warning\) to 101 scsi0/);
    expect(plan("note")().prediction.added).toMatchObject([{ rule: "custom/no-discard" }]);
  });

  it("takes a note on a guest for a cost of what it clears on its drives", () => {
    const snapshot = exampleOf("scsi0: tank:vm-101-disk-0 | ostype: win11 | scsihw: virtio-scsi-single");
    const guests = snapshot.guests.map((guest) => ({
      ...guest,
      config: `${guest.config}\n[before]\nscsi0: tank:vm-101-disk-0,size=8G\n`,
    }));
    const { prediction, steps } = planOf({ ...snapshot, guests });
    expect(prediction.cleared.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(["drive/discard-off", "guest/balloon-on-memory-sensitive"]),
    );
    expect(prediction.added.map(({ rule }) => rule)).toEqual(["guest/stale-snapshot-options"]);
    expect(steps.length).toBeGreaterThan(1);
  });

  it("sets discard also where only an upgrade makes it work, because that is no worse", () => {
    const { steps, prediction } = planOfLine(
      "scsi0: tank:vm-101-disk-0,iothread=1,ssd=1 | @versions qemu-server=9.0.5",
    );
    expect(steps[0]?.changes).toEqual([{ key: "discard", from: null, to: "on" }]);
    expect(prediction.added.map(({ rule }) => rule)).toEqual(["node/known-defect"]);
  });

  it("refuses a source of which nobody could tell whether a guest changed", () => {
    const snapshot = exampleOf("scsi0: tank:vm-101-disk-0");
    const pasted = { ...snapshot, sources: [{ kind: "pasted" as const, name: "-" }] };
    expect(() => planOf(pasted)).toThrow(/byte for byte/);
    expect(() => planOf({ ...snapshot, sources: [{ kind: "directory", name: "redacted" }] })).toThrow(
      /byte for byte/,
    );
  });

  it("is the same plan from the same content", () => {
    const snapshot = exampleOf("scsi0: tank:vm-101-disk-0");
    expect(planOf(snapshot)).toEqual(planOf(snapshot));
    expect(planOf(withFacts(snapshot, {})).snapshot.sha256).toBe(
      planOf({ ...snapshot, takenAt: "2020-01-01T00:00:00Z" }).snapshot.sha256,
    );
  });
});

function withProperty(node: NodeSnapshot, name: string, properties: Dataset["properties"]): NodeSnapshot {
  const { datasets } = node;
  if (datasets === undefined || !("value" in datasets)) return node;
  const value = datasets.value.map((one) =>
    one.name === name ? { ...one, properties: { ...one.properties, ...properties } } : one,
  );
  return { ...node, datasets: { ...datasets, value } };
}

/** With a second guest whose config is exact, so that the source as a whole is. */
function withExact(line: string): ClusterSnapshot {
  const snapshot = exampleOf(line);
  const other = { vmid: 900, node: "pve1", path: "nodes/pve1/qemu-server/900.conf", config: "name: x\n" };
  return { ...snapshot, guests: [...snapshot.guests, other] };
}
