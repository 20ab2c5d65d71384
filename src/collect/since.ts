import { readFileSync, statSync } from "node:fs";
import type { ClusterSnapshot, GuestSnapshot } from "../model/cluster.ts";
import { Failure } from "../model/failure.ts";
import { readCorosyncConf } from "../model/syntax/corosync-conf.ts";
import { bundleLimit, readBundle } from "./bundle.ts";
import { systemReason } from "./read-text.ts";

/** An earlier bundle: what is still the same in the cluster need not be read again. */
export interface Since {
  /** As the person wrote it. */
  readonly name: string;
  readonly snapshot: ClusterSnapshot;
  /** undefined: there was none, or it was read by another version of this program. */
  readonly guestOf: (vmid: number) => GuestSnapshot | undefined;
}

/** Guest configs by the count of one node's cluster file system, for the facts script. */
export interface KnownConfigs {
  /** `pve1/<boot id>/<start of pmxcfs>` */
  readonly counter: string;
  /** `nodes/pve1/qemu-server/201.conf 17` */
  readonly lines: readonly string[];
}

const hint = "leave --since out to read all, or give a bundle of this cluster: lanekeeper collect -o";

/** Throws a Failure: no bundle, damaged, of another version. */
export async function readSince(path: string, tool: ClusterSnapshot["tool"]): Promise<Since> {
  const snapshot = await readBundle(bytesOf(path), path);
  const isOurs = snapshot.tool.name === tool.name && snapshot.tool.version === tool.version;
  const guests = new Map(isOurs ? snapshot.guests.map((guest) => [guest.vmid, guest]) : []);
  return { name: path, snapshot, guestOf: (vmid) => guests.get(vmid) };
}

function bytesOf(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size <= bundleLimit) return readFileSync(path);
  } catch (error) {
    throw new Failure("unreadable-since", `--since ${path} ${systemReason(error)}`, hint);
  }
  throw new Failure("too-large", `--since ${path} is larger than ${bundleLimit} bytes`, hint);
}

/** Nodes come and go; a cluster keeps its name, and never changes all its nodes at once. Throws a Failure. */
export function checkSince({ name, snapshot }: Since, now: ClusterSnapshot): void {
  const [before, after] = [nameOf(snapshot), nameOf(now)];
  const known = new Set(snapshot.nodes.map(({ name: node }) => node));
  const shared = now.nodes.some(({ name: node }) => known.has(node)) || known.size * now.nodes.length === 0;
  if (shared && (before === undefined || after === undefined || before === after)) return;
  throw new Failure("different-clusters", `--since ${name} is of another cluster`, hint);
}

const nameOf = ({ files }: ClusterSnapshot): string | undefined => {
  const text = files["corosync.conf"];
  return typeof text === "string" ? readCorosyncConf(text).clusterName : undefined;
};

/** What a node may leave out. Everything in it goes into a script that runs there, so nothing else than this passes. */
export function knownConfigs(since: Since | undefined): KnownConfigs | undefined {
  const read = (since?.snapshot.guests ?? []).flatMap(({ vmid, path }) => {
    const [, counter, count] =
      /^([A-Za-z0-9.-]{1,64}\/[0-9a-f-]{36}\/\d{1,20})\/(\d{1,10})$/.exec(
        since?.guestOf(vmid)?.configVersion ?? "",
      ) ?? [];
    const isPath = /^nodes\/[A-Za-z0-9.-]{1,64}\/qemu-server\/\d{3,9}\.conf$/.test(path);
    return counter === undefined || !isPath ? [] : [{ counter, line: `${path} ${count}` }];
  });
  const counter = read[0]?.counter;
  if (counter === undefined) return undefined;
  const lines = read.filter((one) => one.counter === counter).map(({ line }) => line);
  return { counter, lines: [...new Set(lines)] };
}
