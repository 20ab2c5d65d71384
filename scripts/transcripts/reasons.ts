import type { Transcript } from "./replay.ts";

/** Why the simulation need not do what was recorded; undefined: it ought to. */
export function deviationReason({ body }: Transcript): string | undefined {
  if (JSON.stringify(body).includes("Not an ARRAY reference"))
    return "the recorded QEMU was a stand-in, and the hot-unplug of a disk crashed on its answer";
  return undefined;
}
