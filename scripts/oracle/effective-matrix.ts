import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Comparison, compareRows, differ } from "./comparison.ts";
import { resolveOne } from "./resolve-one.ts";

const effective = z.object({
  aio: z.string().nullable(),
  cache_direct: z.boolean(),
  cache_no_flush: z.boolean(),
  detect_zeroes: z.string(),
  discard: z.string(),
  file_driver: z.string(),
  format_driver: z.string(),
});

const table = z.object({
  storage_cfg: z.string(),
  rows: z.array(z.object({ drive: z.string(), effective })),
});

/** 13 storages × cache × aio, as Blockdev.pm of qemu-server 9.2.6 built the block devices for machine 11.0. */
export function check(folder: string): Comparison {
  const matrix = table.parse(JSON.parse(readFileSync(join(folder, "effective-matrix.json"), "utf8")));
  return compareRows("effective matrix", matrix.rows, ({ drive, effective: expected }) =>
    differ(drive, expected, effectiveOf(drive, matrix.storage_cfg)),
  );
}

function effectiveOf(text: string, storageCfg: string): z.infer<typeof effective> | undefined {
  const guest = resolveOne(100, `machine: pc-q35-11.0\nscsi0: ${text}\n`, { "storage.cfg": storageCfg });
  const drive = guest.drives[0];
  if (drive === undefined || !drive.settings.known || !drive.driver.known) return undefined;
  const { aio, direct, noFlush, detectZeroes, discard } = drive.settings.value;
  return {
    aio: aio.value,
    cache_direct: direct.value,
    cache_no_flush: noFlush.value,
    detect_zeroes: detectZeroes.value,
    discard: discard.value,
    file_driver: drive.driver.value,
    format_driver: drive.format,
  };
}
