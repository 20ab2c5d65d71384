import type { UnreadableFile } from "../../model/cluster.ts";
import { parseGuestConf } from "../../model/syntax/guest-conf.ts";
import type { SnapshotParts } from "../directory.ts";
import { addGuest, type Found } from "../guest-files.ts";
import { clusterFileLimit } from "../read-text.ts";
import { maskFile, maskGuest } from "../same-text.ts";
import { blocksOf } from "./blocks.ts";
import { draftsOf, type GuestDraft, placeOf, repeatedKey } from "./drafts.ts";

/** Stand-ins count down from the highest vmid there can be: no cluster has it, so no command can hit a guest. */
const highestVmid = 999_999_999;

/**
 * Configs and sections of storage.cfg as people paste them, with shell prompts or without; undefined: there is none.
 * `vmid`: what the file's own name says (`201.conf`), for a text that holds one config.
 */
export function readPasted(text: string, vmid?: number): SnapshotParts | undefined {
  const { guests, files, unreadable: skipped } = draftsOf(blocksOf(text));
  if (guests.length === 0 && files.size === 0) return undefined;
  const unreadable: UnreadableFile[] = [...skipped];
  const found: Found = { guests: new Map(), containers: [], unreadable };
  const taken = new Set(guests.flatMap((draft) => draft.vmid ?? []));
  for (const draft of guests)
    addDraft(guests.length === 1 ? { ...draft, vmid: draft.vmid ?? vmid } : draft, taken, found);
  const nodes = new Set(guests.flatMap(({ node }) => node ?? []));
  return {
    nodesComplete: false,
    nodes: [...nodes].map((name) => ({ name })),
    guests: [...found.guests.values()],
    containers: found.containers,
    files: Object.fromEntries([...files].map(([name, content]) => [name, maskFile(content)])),
    unreadable,
  };
}

function addDraft(draft: GuestDraft, taken: Set<number>, found: Found): void {
  const { node, line } = draft;
  const name = (reason: string, what = ""): void =>
    void found.unreadable.push({ path: placeOf(line) + what, reason });
  const repeated = draft.vmid === undefined ? repeatedKey(draft.text) : undefined;
  if (repeated !== undefined) {
    name(`has \`${repeated}\` twice: put an empty line between two configs, or name it above (201.conf)`);
    return;
  }
  const vmid = draft.vmid ?? standIn(draft.text, taken, name);
  taken.add(vmid);
  if (draft.withPending)
    name(
      `\`qm config ${vmid}\` shows them as if in force; \`qm config ${vmid} --current\` does not`,
      " pending changes",
    );
  const config = maskGuest(draft.text);
  addGuest(
    `pasted/${vmid}.conf`,
    node,
    () =>
      config.length > clusterFileLimit
        ? { ok: false, reason: `is longer than the ${clusterFileLimit} bytes that are read` }
        : { ok: true, text: config },
    found,
  );
}

/** The vmid that all its volumes name, or one that no guest has; either is said. */
function standIn(
  text: string,
  taken: ReadonlySet<number>,
  name: (reason: string, what: string) => void,
): number {
  const { current } = parseGuestConf(text);
  const owners = new Set(
    [...current.entries.values()].flatMap(({ key, value }) =>
      /^(?:scsi|virtio|sata|ide|efidisk|tpmstate)\d+$/.test(key) ? (ownerOf(value) ?? []) : [],
    ),
  );
  const [owner, other] = owners;
  if (owner !== undefined && other === undefined && !taken.has(owner)) {
    name(`nothing above says it; ${owner} is taken from the names of its volumes`, " vmid");
    return owner;
  }
  let free = highestVmid;
  while (taken.has(free)) free--;
  const called = current.entries.get("name")?.value;
  name(
    `nothing above says it${called === undefined ? "" : ` (the guest is named ${called})`}; ${free} stands for it, so no command with it is to be run`,
    " vmid",
  );
  return free;
}

/** `local-zfs:vm-201-disk-0`, `local:201/vm-201-disk-0.qcow2`, `tank:base-900-disk-0/vm-201-disk-0` */
function ownerOf(value: string): number | undefined {
  const digits = /[:/]vm-([1-9]\d{2,8})-[\w.-]+(?:,|$)/.exec(value)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
