import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ClusterDoor } from "../../src/apply/cluster-door.ts";
import type { GuestState } from "../../src/apply/guest-state.ts";
import { askProcess } from "../../src/apply/restart/ask-process.ts";
import type { ProcessCheck, RestartResult } from "../../src/model/run-output.ts";
import { auditor } from "../simulated-pve/privileges.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { openApi } from "./apply-directly.ts";
import { labCluster } from "./lab-cluster.ts";
import { capture } from "./monitor/capture.ts";
import { restartDirectly } from "./restart-directly.ts";

/** What is said of a process that answered as in a capture; `written` stands in the config instead. */
async function ask(name: string, written: Readonly<Record<string, string>> = {}) {
  const { config, answers } = capture(name);
  const commands: string[] = [];
  const never = async () => ({ ok: false, status: 501, message: "" }) as const;
  const door: ClusterDoor = {
    who: "test",
    get: never,
    put: never,
    post: async (_, { command = "" }) => {
      commands.push(command);
      return { ok: true, data: answers.get(command) };
    },
    close: async () => {},
  };
  const before: GuestState = { digest: "", current: config, waiting: new Map(), deletes: new Set() };
  const after = { ...before, current: new Map([...config, ...Object.entries(written)]) };
  const { checks } = await askProcess(door, "", { before, after, drives: [...after.current.keys()] });
  return { checks, commands };
}

/** `scsi0 direct off: differs`: all that is not confirmed. */
const doubts = (checks: readonly ProcessCheck[]): readonly string[] =>
  checks
    .filter(({ outcome }) => outcome !== "confirmed")
    .map(({ drive, property, found, outcome }) => `${drive} ${property} ${found ?? "not told"}: ${outcome}`)
    .sort();

describe("what real processes answered", () => {
  const inTree = ["info qtree", "info block -n"];
  const byDrive = [...inTree, "info block"];
  const noThreads = ["info iothreads"];
  const auto = (...drives: readonly string[]): readonly string[] =>
    drives.map((drive) => `${drive} write-cache auto: open`);
  const scsi = ["scsi0", "scsi1", "scsi2", "scsi3", "scsi4", "scsi5", "scsi6"];
  const untold = (drive: string, ...properties: readonly string[]): readonly string[] =>
    properties.map((property) => `${drive} ${property} not told: open`);

  it.each<[string, readonly string[], number, readonly string[]]>([
    // its scsi5 has detect_zeroes=0, which hides that it discards
    ["every-cache-blockdev-11.1", inTree, 76, untold("scsi5", "discard")],
    ["blockdev-10.0", [...inTree, ...noThreads], 27, []],
    ["lsi-11.1", inTree, 18, []],
    ["virtio-scsi-pci-10.0", inTree, 19, []],
    ["q35-10.0", [...inTree, ...noThreads], 19, []],
    ["volume-chain-11.1", inTree, 8, []],
    [
      "every-cache-drive-11.1",
      byDrive,
      65,
      [...auto("ide0", "sata0", ...scsi, "virtio0", "virtio1"), ...untold("scsi5", "discard")].sort(),
    ],
    ["drive-7.2", [...byDrive, ...noThreads], 23, auto("scsi0", "scsi1", "virtio0", "virtio1")],
    ["firmware-drive-11.1", byDrive, 10, auto("scsi0", "virtio0")],
    ["overlay-drive-11.1", byDrive, 2, auto("scsi0")],
    ["btrfs-11.1", inTree, 6, ["scsi0 direct off: open"]],
    [
      "qemu-server-9.0.1-11.1",
      inTree,
      12,
      [...untold("scsi0", "detect-zeroes", "discard"), ...untold("scsi1", "detect-zeroes")],
    ],
    ["backup-blockdev-11.1", inTree, 7, ["scsi0 drive #block078: open"]],
    [
      "backup-drive-11.1",
      byDrive,
      3,
      [...untold("scsi0", "detect-zeroes", "direct", "discard", "no-flush"), ...auto("scsi0")],
    ],
  ])(
    "%s: what it was started with is confirmed, what it does not show is open",
    async (name, asked, confirmed, open) => {
      const { checks, commands } = await ask(name);
      expect(commands).toEqual(asked);
      expect(doubts(checks)).toEqual(open);
      expect(checks.length - open.length).toBe(confirmed);
    },
  );

  it.each<[string, string, string, readonly string[]]>([
    // started with cache=none,discard=on,iothread=1,ssd=1
    ["blockdev-10.0", "scsi0", "discard=on,iothread=1", ["rotation_rate 1"]],
    ["blockdev-10.0", "scsi0", "discard=on,ssd=1", ["iothread own"]],
    ["blockdev-10.0", "scsi0", "iothread=1,ssd=1", ["detect-zeroes unmap"]],
    ["blockdev-10.0", "scsi0", "cache=writeback,discard=on,iothread=1,ssd=1", ["direct on"]],
    ["blockdev-10.0", "scsi0", "cache=directsync,discard=on,iothread=1,ssd=1", ["write-cache on"]],
    ["blockdev-10.0", "scsi0", "detect_zeroes=0,discard=on,iothread=1,ssd=1", ["detect-zeroes unmap"]],
    ["drive-7.2", "scsi0", "cache=unsafe,discard=on,ssd=1", ["direct on", "iothread own", "no-flush off"]],
    ["every-cache-blockdev-11.1", "scsi0", "discard=on,ssd=1", ["iothread own"]],
    // started with cache=writeback, and with cache=unsafe
    ["blockdev-10.0", "scsi1", "iothread=1", ["direct off", "iothread none"]],
    ["blockdev-10.0", "virtio1", "cache=writethrough", ["iothread own", "no-flush on", "write-cache on"]],
    ["drive-7.2", "virtio1", "discard=on,iothread=1", ["detect-zeroes on", "direct off", "no-flush on"]],
  ])("%s contradicts %s with %s", async (name, drive, options, other) => {
    const [volume = ""] = capture(name).config.get(drive)?.split(",") ?? [];
    const { checks } = await ask(name, { [drive]: `${volume},${options}` });
    expect(doubts(checks).filter((line) => line.endsWith("differs"))).toEqual(
      other.map((one) => `${drive} ${one}: differs`),
    );
  });

  it("leaves all of a disk open that is not there", async () => {
    const { checks } = await ask("blockdev-10.0", { virtio9: "local:101/vm-101-disk-12.raw" });
    const all = ["detect-zeroes", "direct", "drive", "iothread", "no-flush", "write-cache"];
    expect(doubts(checks)).toEqual(untold("virtio9", ...all));
  });

  it("proves nothing by the nodes of another volume", async () => {
    const { checks } = await ask("blockdev-10.0", {
      virtio1: "local:101/vm-101-disk-12.raw,cache=unsafe,iothread=1",
    });
    expect(doubts(checks)).toEqual(untold("virtio1", "detect-zeroes", "direct", "no-flush"));
  });
});

describe("the running process's view", () => {
  let pve: SimulatedPve;
  beforeEach(async () => {
    pve = await startSimulatedPve({ snapshot: labCluster });
  });
  afterEach(() => pve.stop());

  const path = "nodes/pve1/qemu-server/103.conf";
  const set = (pattern: RegExp, options: string): void => {
    const text = pve.state.files.get(path) ?? "";
    pve.state.files.set(path, text.replace(pattern, `$1scsi0: san:vm-103-disk-0,${options}`));
  };
  /** Writes a change of 103 that waits, and restarts it. */
  const resultOf = async (options: string): Promise<RestartResult | undefined> => {
    set(/(\[PENDING\]\n)scsi0: .*/, options);
    const [result] = await restartDirectly(pve, [103]);
    return result;
  };
  const told = ({ process }: RestartResult = { vmid: 0, outcome: "failed", took: [] }): readonly string[] =>
    (process?.checks ?? []).map(
      ({ property, found, outcome }) => `${property} ${found ?? "not told"}: ${outcome}`,
    );

  it("confirms what the new process has", async () => {
    expect(
      told(
        await resultOf("aio=threads,cache=directsync,detect_zeroes=1,discard=on,iothread=1,size=16G,ssd=1"),
      ),
    ).toEqual([
      "drive drive-scsi0: confirmed",
      "write-cache off: confirmed",
      "rotation_rate 1: confirmed",
      "iothread own: confirmed",
      "direct on: confirmed",
      "no-flush off: confirmed",
      "detect-zeroes unmap: confirmed",
      "discard unmap: confirmed",
      "aio not told: open",
    ]);
  });

  it("calls nothing restarted whose process has something else", async () => {
    const other = "cache=unsafe,discard=on,iothread=1,size=16G";
    pve.fault({
      on: { path: /103\/monitor/, nth: 1 },
      effect: { kind: "change", change: () => set(/()scsi0: .*/, other) },
    });
    expect(await resultOf("size=16G,ssd=1")).toMatchObject({
      outcome: "failed",
      message:
        "it runs, and its process has scsi0 rotation_rate 0 instead of 1, scsi0 iothread own instead of none, scsi0 direct off instead of on, scsi0 no-flush on instead of off, scsi0 detect-zeroes unmap instead of on",
    });
  });

  it("is no pass where it may not be asked", async () => {
    const token = pve.token({ ...auditor, "/vms/103": ["VM.Audit", "VM.PowerMgmt"] }, "weak@pve!restart");
    expect(await restartDirectly(pve, [103], { token })).toMatchObject([
      {
        outcome: "restarted",
        process: { checks: [], unread: expect.stringContaining("Sys.Audit on the guest") },
      },
    ]);
  });

  it.each([
    ["unknown command: 'info qtree'\r\n", "is not understood"],
    [null, "is not understood"],
    [["dev: a"], "is not understood"],
    ["ERROR: VM 103 not running\n", "VM 103 not running"],
  ])("is no pass where the answer is %j", async (data, reason) => {
    const answerNth = (nth: number): void => {
      pve.fault({
        on: { path: /103\/monitor/, nth },
        effect: { kind: "body", body: JSON.stringify({ data }) },
      });
    };
    answerNth(1);
    const [unread] = await restartDirectly(pve, [103]);
    expect(unread?.process).toMatchObject({ checks: [], unread: expect.stringContaining(reason) });
    answerNth(2);
    const [half] = await restartDirectly(pve, [103]);
    expect(half?.process?.checks.filter(({ outcome }) => outcome === "open")).toEqual(
      ["scsi0", "virtio1"].flatMap((drive) =>
        ["direct", "no-flush", "detect-zeroes"].map((property) =>
          expect.objectContaining({ drive, property, found: null, why: expect.stringContaining(reason) }),
        ),
      ),
    );
  });
});

describe("the simulated monitor", () => {
  /** Lines without what differs from guest to guest. */
  const shapes = (text: string): readonly string[] =>
    text
      .replaceAll(/\b[ef][0-9a-f]{30}:/g, "node:")
      .replaceAll(/"[^"]*"/g, '""')
      .replaceAll(/\d+/g, "0")
      .split("\r\n");

  it.each([
    ["every-cache-blockdev-11.1", []],
    ["every-cache-drive-11.1", ["machine: pc-i440fx-9.2"]],
    ["lsi-11.1", []],
  ])("answers in the shape of %s", async (name, more) => {
    const { config, answers } = capture(name);
    const lines = [...more, ...[...config].map(([key, value]) => `${key}: ${value}`)];
    const pve = await startSimulatedPve({
      snapshot: {
        ...labCluster,
        guests: [{ vmid: 101, node: "pve1", path: "101.conf", config: `${lines.join("\n")}\n` }],
        files: { "storage.cfg": "dir: local\n\tpath /var/lib/vz\n\nlvm: lvm-store\n\tvgname veegee\n" },
      },
    });
    const api = await openApi(pve, pve.token(), 10_000);
    for (const [command, real] of answers) {
      const answer = await api.post("/nodes/pve1/qemu/101/monitor", { command });
      const text = answer.ok ? String(answer.data) : "";
      const known = new Set(shapes(`${real}\r\n`));
      expect(shapes(text).filter((shape) => !known.has(shape))).toEqual([]);
      expect(text === "").toBe(real === "");
    }
    await api.close();
    await pve.stop();
  });
});
