import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ResolvedGuest } from "../../src/model/resolved.ts";
import { type Comparison, compareRows, type Difference, readJsonLines, resolveOne } from "./comparison.ts";

interface Row {
  readonly id: string;
  readonly vmid: number;
  readonly node: string;
  readonly running: boolean;
  readonly config: string;
  readonly status: number;
  readonly answer: {
    readonly local_resources: readonly string[];
    readonly local_disks: readonly {
      readonly volid: string;
      readonly cdrom: number;
      readonly shared: number;
    }[];
  };
}

const nodes = ["pve1", "pve2", "pve3"];

/** mobility.jsonl: what the migrate preconditions of three real guests with random devices answered. */
export function check(folder: string): Comparison {
  const storageCfg = readFileSync(join(folder, "../pve-captures/raw-etc-pve/storage.cfg"), "utf8");
  const rows = readJsonLines<Row>(join(folder, "mobility.jsonl")).filter(({ status }) => status === 200);
  return compareRows("mobility.jsonl (status 200)", rows, (row) => {
    const order = [row.node, ...nodes.filter((name) => name !== row.node)];
    return compareMobility(
      row,
      resolveOne(row.vmid, row.config, { "storage.cfg": storageCfg, "mapping/pci.cfg": null }, order),
    );
  });
}

function compareMobility(row: Row, guest: ResolvedGuest): readonly Difference[] {
  const { local_disks: disks, local_resources: resources } = row.answer;
  const local = disks.filter(({ shared, cdrom }) => shared === 0 && cdrom === 0).map(({ volid }) => volid);
  const lane = local.length === 0 && resources.length === 0 ? "shared" : "local";
  return [
    ...differ(row, "local volumes", local, localVolumes(guest)),
    ...differ(
      row,
      "media",
      disks.filter(({ cdrom }) => cdrom === 1).map(({ volid }) => volid),
      media(guest),
    ),
    ...devices(row, resources, guest),
    ...(lane === guest.lane ? [] : laneDifference(row, lane, guest)),
  ];
}

function localVolumes(guest: ResolvedGuest): readonly string[] {
  const counted = [
    ...guest.drives,
    ...guest.volumes.filter(({ role }) => role !== "cdrom" && role !== "cloudinit"),
  ];
  return counted.filter(({ shared }) => shared.known && !shared.value).map(({ volume }) => volume.text);
}

function media(guest: ResolvedGuest): readonly string[] {
  const pins = guest.pinned.filter(({ kind }) => kind === "medium").map(({ key }) => key);
  return guest.volumes.filter(({ key }) => pins.includes(key)).map(({ volume }) => volume.text);
}

/** Absolute paths are among the local disks of the answer, so they are compared there. */
function devicePins(guest: ResolvedGuest): readonly string[] {
  const drives = new Set(guest.drives.map(({ key }) => key));
  return guest.pinned.filter(({ kind, key }) => kind === "device" && !drives.has(key)).map(({ key }) => key);
}

function devices(row: Row, expected: readonly string[], guest: ResolvedGuest): readonly Difference[] {
  const got = devicePins(guest);
  const more = got.filter((key) => !expected.includes(key));
  const less = expected.filter((key) => !got.includes(key));
  return [...more, ...less].map((key) => {
    const reason = reasonFor(key, row.running);
    return {
      id: row.id,
      expected: `${key} ${expected.includes(key)}`,
      got: `${key} ${got.includes(key)}`,
      ...(reason === undefined ? {} : { reason }),
    };
  });
}

/** The preconditions answer for the present run state and leave some refusals to the migration itself. */
function reasonFor(key: string, running: boolean): string | undefined {
  if (key.startsWith("virtiofs"))
    return "virtiofs is refused when the migration starts, not in its preconditions";
  if ((key === "amd-sev" || key === "intel-tdx") && !running)
    return `${key} is a blocker of running guests; this one is stopped`;
  return undefined;
}

function laneDifference(row: Row, expected: string, guest: ResolvedGuest): readonly Difference[] {
  const unasked = devicePins(guest).map((key) => reasonFor(key, row.running));
  const reason = unasked.find((text) => text !== undefined);
  return [
    { id: row.id, expected, got: guest.lane, ...(reason === undefined ? {} : { reason: `lane: ${reason}` }) },
  ];
}

function differ(
  row: Row,
  what: string,
  expected: readonly string[],
  got: readonly string[],
): readonly Difference[] {
  const [left, right] = [expected, got].map((list) => [...new Set(list)].sort().join(" "));
  return left === right ? [] : [{ id: `${row.id} ${what}`, expected: left, got: right }];
}
