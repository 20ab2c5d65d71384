import type { Missing } from "../../model/fact.ts";
import { missingDisk, missingFile, missingNodeCount, missingStorage } from "../../model/missing.ts";
import { notApplicable, type Outcome, open, pass } from "../../model/outcome.ts";
import type { ResolvedVolume, VolumeUse } from "../../model/resolved.ts";
import type { Rule } from "../../model/rule.ts";
import { openUnlessNone } from "../open-for.ts";
import { hasKernelName, isPhysicalPath } from "../physical-disk.ts";
import { diskOf } from "../pool-disks.ts";
import { currentUses } from "../volume-uses.ts";

export const attachedTwice: Rule<"volume"> = {
  id: "volume/attached-twice",
  subject: "volume",
  severity: "critical",
  summary: "one volume is a disk of two guests, or twice of one",
  needs: ["config", "storage-cfg", "node-count", "block-devices"],
  check(volume) {
    const uses = currentUses(volume);
    if (uses.length === 0) return notApplicable;
    const declaredShared = uses.every(({ drive }) => drive?.options["shared"] === "1");
    if (declaredShared) return pass;
    if (uses.length === 1) return openUnlessNone([...otherNamesPerhaps(volume), ...unreadUsers(volume)]);
    const doubt = doubtOf(volume, uses);
    return doubt === undefined ? failure(volume, uses) : open([doubt]);
  },
};

/**
 * The same local name on two nodes is two volumes. A storage that is not defined may be local or shared, and a bare
 * folder does not tell on which node its guests are.
 */
function doubtOf(
  { storage, cluster, volid }: ResolvedVolume,
  uses: readonly VolumeUse[],
): Missing | undefined {
  const guests = new Set(uses.map(({ guest }) => guest.vmid));
  if (storage?.shared === true || guests.size === 1) return undefined;
  const nodes = uses.map(({ guest }) => guest.node);
  if (nodes.some((node) => node === null)) return missingNodeCount;
  const together = new Set(nodes).size < nodes.length;
  if (storage !== undefined || volid.startsWith("/") || together) return undefined;
  return cluster.storages.known ? missingStorage(storageIdOf(volid)) : missingFile("storage.cfg");
}

/**
 * A disk has many paths. Where lsblk does not show what one of them leads to, another disk of the same node that is
 * named by its path may be the same. Two names of the kernel are two devices.
 */
function otherNamesPerhaps(volume: ResolvedVolume): readonly Missing[] {
  const { volid, cluster, uses } = volume;
  const node = uses[0].guest.onNode;
  if (!isPhysicalPath(volid) || node === undefined) return [];
  const there = cluster.volumes.filter(
    (other) =>
      other !== volume &&
      isPhysicalPath(other.volid) &&
      !(hasKernelName(volid) && hasKernelName(other.volid)) &&
      currentUses(other).some(({ guest }) => guest.onNode === node),
  );
  return there
    .flatMap((other) => [volid, other.volid])
    .filter((path) => !diskOf(node, path).known)
    .map((path) => missingDisk(node.name, path));
}

/** Guests whose configs were not read may name it too: those of every node, unless it exists on one node alone. */
function unreadUsers({ node, storage, cluster }: ResolvedVolume): readonly Missing[] {
  const isLocal = node !== null && storage?.shared !== true;
  return cluster.unreadGuests.filter((gap) => !isLocal || gap.node === undefined || gap.node === node);
}

const storageIdOf = (volid: string): string => volid.slice(0, Math.max(0, volid.indexOf(":")));

function failure({ volid }: ResolvedVolume, uses: readonly VolumeUse[]): Outcome {
  const places = uses.map(({ guest, key }) => `${guest.vmid} ${key}`);
  const [, ...others] = uses;
  return {
    kind: "fail",
    message: `attached as ${places.join(", ")}; each overwrites what the other wrote`,
    evidence: uses.map(({ guest, key, source }) => ({
      fact: `${guest.vmid} ${key}`,
      value: guest.option(key) ?? volid,
      source,
    })),
    remedy: {
      kind: "manual",
      takesEffect: "after-stop-start",
      steps: [
        "never run them at the same time; if they run now, shut all but one down",
        "find out whose disk it is, and check its file system before anything else writes to it",
        `detach it where it does not belong, for example ${others.map(({ guest, key }) => `\`qm set ${guest.vmid} --delete ${key}\``).join(", ")}`,
        "if a cluster file system in the guests is meant to share it, say so with shared=1 on every one of these lines",
      ],
      risks: ["data may be damaged already; take a copy of the volume before repairing it"],
    },
  };
}
