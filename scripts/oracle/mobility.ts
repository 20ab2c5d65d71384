import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ResolvedGuest } from "../../src/model/resolved.ts";
import { type Comparison, compareRows, differ, readRows } from "./comparison.ts";
import { resolveOne } from "./resolve-one.ts";

const disk = z.object({ volid: z.string(), cdrom: z.number(), shared: z.number() });

const answered = z.object({
  id: z.string(),
  vmid: z.number(),
  node: z.string(),
  running: z.boolean(),
  config: z.string(),
  status: z.literal(200),
  answer: z.object({ local_resources: z.array(z.string()), local_disks: z.array(disk) }),
});

/** Any other status is a crash of the recorded code on an unknown mapping. */
const row = z.union([answered, z.object({ status: z.number() }).transform(() => undefined)]);

type Row = z.infer<typeof answered>;
type Differences = Comparison["differences"];

const nodes = ["pve1", "pve2", "pve3"];

/** What the migrate preconditions of three real guests with random devices answered. */
export function check(folder: string): Comparison {
  const storageCfg = readFileSync(join(folder, "../pve-captures/raw-etc-pve/storage.cfg"), "utf8");
  const rows = readRows(folder, "mobility.jsonl", row).filter((answer) => answer !== undefined);
  const files = { "storage.cfg": storageCfg, "mapping/pci.cfg": null };
  return compareRows("mobility (status 200)", rows, (answer) => {
    const order = [answer.node, ...nodes.filter((name) => name !== answer.node)];
    return compareMobility(answer, resolveOne(answer.vmid, answer.config, files, order));
  });
}

function compareMobility(answer: Row, guest: ResolvedGuest): Differences {
  const { local_disks: disks, local_resources: resources } = answer.answer;
  const names = (cdrom: 0 | 1): readonly string[] =>
    disks.filter((entry) => entry.shared === 0 && entry.cdrom === cdrom).map(({ volid }) => volid);
  const lane = names(0).length === 0 && resources.length === 0 ? "shared" : "local";
  return [
    ...differ(`${answer.id} local volumes`, asSet(names(0)), asSet(localVolumes(guest))),
    ...differ(`${answer.id} media`, asSet(names(1)), asSet(media(guest))),
    ...devices(answer, resources, guest),
    ...withReason(differ(`${answer.id} lane`, lane, guest.lane), reasonOf(answer, devicePins(guest))),
  ];
}

const asSet = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

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

function devices(answer: Row, expected: readonly string[], guest: ResolvedGuest): Differences {
  const got = devicePins(guest);
  const unlike = [...new Set([...expected, ...got])].filter(
    (key) => expected.includes(key) !== got.includes(key),
  );
  return unlike.flatMap((key) =>
    withReason(
      differ(`${answer.id} ${key}`, expected.includes(key), got.includes(key)),
      reasonOf(answer, [key]),
    ),
  );
}

/** The preconditions answer for the present run state: what blocks running guests only is not listed for a stopped one. */
function reasonOf({ running }: Row, keys: readonly string[]): string | undefined {
  const key = keys.find((name) => name === "amd-sev" || name === "intel-tdx");
  return key === undefined || running ? undefined : `${key} blocks running guests; this one is stopped`;
}

function withReason(differences: Differences, reason: string | undefined): Differences {
  return reason === undefined ? differences : differences.map((difference) => ({ ...difference, reason }));
}
