import type { ProcessView } from "../../model/run-output.ts";
import { answerText, type ClusterDoor } from "../cluster-door.ts";
import type { GuestState } from "../guest-state.ts";
import { type BlockNode, readBlockNodes } from "./block-nodes.ts";
import { checkOf, type ProcessAnswers, type Reading } from "./found-in-process.ts";
import { propertyOf, type QtreeDevice, readIothreads, readQtree } from "./qtree.ts";
import { unshown, type Wanted, wantedOf } from "./wanted-of-process.ts";

/** Asks the process itself what it has, and holds that against what is written for the drives named. */
export async function askProcess(
  door: ClusterDoor,
  base: string,
  { before, after, drives }: Restarted,
): Promise<ProcessView> {
  const wanted = drives.flatMap((key) => wantedOf(key, after));
  if (wanted.length === 0) return { checks: [] };
  const ask = monitorAt(door, `${base}/monitor`);
  const devices = await ask("info qtree", readQtree);
  if (!devices.ok) return { checks: [], unread: devices.reason };
  const process = {
    devices: devices.value,
    nodes: await askNodes(ask, wanted),
    threads: await askThreads(ask, wanted, devices.value),
  };
  return {
    checks: [
      ...wanted.map((one) => checkOf(one, process)),
      ...drives.flatMap((key) => unshown(key, before, after)),
    ],
  };
}

interface Restarted {
  readonly before: GuestState;
  readonly after: GuestState;
  /** `scsi0`; others than disks are left out. */
  readonly drives: readonly string[];
}

type Ask = <T>(command: string, read: (text: string) => T | undefined) => Promise<Reading<T>>;

function monitorAt(door: ClusterDoor, path: string): Ask {
  return async (command, read) => {
    const answer = await door.post(path, { command });
    if (!answer.ok) {
      // its privilege was VM.Monitor up to 8 (qemu-server API2/Qemu.pm, 9.0)
      const hint =
        answer.status === 403 ? "; Sys.Audit on the guest lets it be asked (up to 8: VM.Monitor)" : "";
      return { ok: false, reason: `${answerText(path, answer)}${hint}` };
    }
    const text = typeof answer.data === "string" ? answer.data : "";
    const value = typeof answer.data === "string" ? read(text) : undefined;
    if (value !== undefined) return { ok: true, value };
    // the monitor's own trouble comes as an answer (qemu-server API2/Qemu.pm monitor)
    const [, trouble] = /^ERROR: (.{1,200})/.exec(text) ?? [];
    return { ok: false, reason: trouble ?? `its answer to \`${command}\` is not understood` };
  };
}

/** From machine 10.0 on each node has a name of its own; before, the drive has one, and it tells its topmost node only. */
async function askNodes(ask: Ask, wanted: readonly Wanted[]): Promise<ProcessAnswers["nodes"]> {
  const nodes = await ask("info block -n", readBlockNodes);
  const areNamed = (all: readonly BlockNode[]): boolean =>
    wanted.some(({ disk }) => all.some(({ name }) => name === `drive-${disk.key}`));
  return !nodes.ok || areNamed(nodes.value) ? nodes : await ask("info block", readBlockNodes);
}

/** QEMU 10.0 and older do not show threads in the tree of devices (11.1 does). */
async function askThreads(
  ask: Ask,
  wanted: readonly Wanted[],
  devices: readonly QtreeDevice[],
): Promise<ProcessAnswers["threads"]> {
  const isHidden = ({ disk, property }: Wanted): boolean =>
    property === "iothread" && propertyOf(devices, disk.key, property) === undefined;
  return wanted.some(isHidden) ? await ask("info iothreads", readIothreads) : undefined;
}
