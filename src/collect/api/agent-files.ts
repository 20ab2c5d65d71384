import type { GuestFileSystem } from "../../model/guest-inside.ts";
import { arrayIn, flagIn, numberIn, objectIn, textIn } from "../facts/json.ts";
import { listIn } from "./node-answers.ts";

/** What a guest says is a stranger's word: no more of it than this is kept. */
const most = { rows: 200, characters: 200, file: 256 * 1024 } as const;

/** `GET …/agent/get-fsinfo`. Throws where it is no list. */
export function fileSystemsIn(data: unknown): readonly GuestFileSystem[] {
  const rows = listIn(objectIn({ data }, "data")["result"]);
  return rows.slice(0, most.rows).flatMap((row) => {
    const [mountpoint, type] = [wordIn(row, "mountpoint"), wordIn(row, "type")];
    const [total, used] = [numberIn(row, "total-bytes"), numberIn(row, "used-bytes")];
    if (mountpoint === undefined || type === undefined) return [];
    return [
      {
        mountpoint,
        type,
        ...(total === undefined ? {} : { total }),
        ...(used === undefined ? {} : { used }),
        disks: arrayIn(row, "disk").slice(0, most.rows).map(diskOf),
      },
    ];
  });
}

function diskOf(disk: unknown): GuestFileSystem["disks"][number] {
  const [device, serial] = [wordIn(disk, "dev"), wordIn(disk, "serial")];
  return { ...(device === undefined ? {} : { device }), ...(serial === undefined ? {} : { serial }) };
}

function wordIn(row: unknown, key: string): string | undefined {
  const word = textIn(row, key);
  return word === undefined || word === "" ? undefined : word.slice(0, most.characters);
}

/** The lines of an fstab that switch barriers off. Throws where it is not whole: the line may be in the rest. */
export function barriersOffIn(
  data: unknown,
): readonly { readonly target: string; readonly option: string }[] {
  const lines = contentOf(data)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  return lines.flatMap((line) => {
    const [, target = "", , options = ""] = line.split(/\s+/);
    const option = options.split(",").find((one) => /^(?:nobarrier|barrier=(?:0|none|off))$/.test(one));
    return option === undefined ? [] : [{ target: target.slice(0, most.characters), option }];
  });
}

/** A masked timer is an empty file. Throws where it is something else than a timer. */
export function isTimer(data: unknown): true {
  if (!/^\[Timer\]\s*$/m.test(contentOf(data))) throw new Error("the file is no timer: masked, perhaps");
  return true;
}

/** Of `GET …/agent/file-read`. */
function contentOf(data: unknown): string {
  const { content } = objectIn({ data }, "data");
  if (typeof content !== "string") throw new Error("the answer holds no file");
  if (flagIn(data, "truncated") === true || content.length > most.file) throw new Error("cut off");
  return content;
}
