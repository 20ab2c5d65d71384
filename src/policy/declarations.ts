import type {
  DiskDeclaration,
  NodeDeclaration,
  PbsDeclaration,
  StorageDeclaration,
} from "../model/intent.ts";
import { driveIntents, guestIntents } from "../model/intent.ts";
import { boolean, entriesOf, oneOf, oneOrMore, text } from "./readers.ts";
import { record } from "./record.ts";

/** The parts of a policy file in which people say what nobody could read. */

const medium = oneOf("ssd", "hdd");

export const tags = entriesOf(oneOrMore(oneOf(...guestIntents)), (tag) =>
  /^[\w.+-]+$/.test(tag) ? undefined : "not a tag that Proxmox VE accepts",
);

export const guests = entriesOf(oneOrMore(oneOf(...guestIntents)));

export const drives = entriesOf(oneOrMore(oneOf(...driveIntents)), (key) =>
  /^[\d*?]+ [a-z\d*?]+$/.test(key) ? undefined : "a vmid and a drive are needed, as in 701 scsi2",
);

export const storages = entriesOf(
  record<StorageDeclaration>({ medium, writeCache: oneOf("protected"), thin: boolean }),
);

export const disks = entriesOf(record<DiskDeclaration>({ medium, plp: boolean }));

export const nodes = entriesOf(record<NodeDeclaration>({ ups: boolean }));

export const pbs = oneOrMore(record<PbsDeclaration>({ pool: text, node: text }, ["pool"]));
