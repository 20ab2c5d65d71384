import { editDriveString, readDrive } from "../../src/model/syntax/drive-string.ts";
import { propertyParts } from "../../src/model/syntax/property-string.ts";
import { type Comparison, compareRows, differ, readRows } from "./comparison.ts";
import { driveString } from "./drive-strings.ts";

type Edits = Readonly<Record<string, string | null>>;

/** What plans write, alone and together; `ssd` and `iothread` only where the bus knows them. */
const edits: readonly Edits[] = [
  { cache: "none" },
  { cache: null },
  { aio: "io_uring" },
  { aio: null },
  { discard: "on" },
  { iothread: "1" },
  { ssd: "1" },
  { format: null },
  { snapshot: null },
  { werror: null, rerror: null },
  { cache: "none", aio: "io_uring", discard: "on" },
  { cache: "none", aio: null, discard: "on", iothread: "1", ssd: "1" },
];

/**
 * Every drive string that Proxmox VE reads, times what plans write: read again, it holds what Proxmox VE read in the old
 * one, with the named keys changed and without a size; and each part that is not named stands as it stood.
 */
export function check(folder: string): Comparison {
  const rows = readRows(folder, "drive-strings.jsonl", driveString).flatMap(
    ({ id, key, value, drive, cdrom }) =>
      drive === null || cdrom === true || !/^(?:ide|sata|scsi|virtio)\d/.test(key)
        ? []
        : edits.filter((edit) => isLegal(key, edit)).map((edit) => ({ id, key, value, drive, edit })),
  );
  return compareRows("edited drive strings", rows, ({ id, key, value, drive, edit }) => {
    const edited = editDriveString(value, edit);
    const reading = readDrive(key, edited);
    const got = reading.ok ? { ...reading.drive.options, file: reading.drive.file } : reading.reason;
    return [
      ...differ(`${id} ${JSON.stringify(edit)}`, withEdits(drive, edit), got),
      ...differ(`${id} ${JSON.stringify(edit)} text`, untouched(value, edit), untouched(edited, edit)),
    ];
  });
}

const isLegal = (key: string, edit: Edits): boolean =>
  (!("ssd" in edit) || !key.startsWith("virtio")) && (!("iothread" in edit) || /^(?:scsi|virtio)/.test(key));

function withEdits(drive: Readonly<Record<string, string>>, edit: Edits): Readonly<Record<string, string>> {
  const wanted = Object.entries({ ...drive, ...edit }).filter(
    (entry): entry is [string, string] => entry[1] !== null && entry[0] !== "size",
  );
  return Object.fromEntries(wanted);
}

function untouched(text: string, edit: Edits): readonly string[] {
  return propertyParts(text)
    .filter(({ key }) => key === undefined || (key !== "size" && !(key in edit)))
    .map((part) => part.text);
}
