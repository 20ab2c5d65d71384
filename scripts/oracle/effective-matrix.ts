import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Comparison, compareRows, type Difference, resolveOne } from "./comparison.ts";

interface Matrix {
  readonly storage_cfg: string;
  readonly rows: readonly Row[];
}

interface Row {
  readonly drive: string;
  readonly storage: string;
  readonly cache: string;
  readonly aio: string;
  readonly ok: boolean;
  readonly effective: Readonly<Record<string, unknown>>;
}

/** effective-matrix.json: 13 storages × cache × aio, as Blockdev.pm of qemu-server 9.2.6 built the block devices. */
export function check(folder: string): Comparison {
  const matrix = JSON.parse(readFileSync(join(folder, "effective-matrix.json"), "utf8")) as Matrix; // test data
  return compareRows("effective-matrix.json", matrix.rows, (row) => compareRow(row, matrix.storage_cfg));
}

function compareRow(row: Row, storageCfg: string): readonly Difference[] {
  const guest = resolveOne(100, `machine: pc-q35-11.0\nscsi0: ${row.drive}\n`, { "storage.cfg": storageCfg });
  const drive = guest.drives[0];
  const settings = drive?.settings.known ? drive.settings.value : undefined;
  const got = {
    aio: settings?.aio.value,
    cache_direct: settings?.direct.value,
    cache_no_flush: settings?.noFlush.value,
    detect_zeroes: settings?.detectZeroes.value,
    discard: settings?.discard.value,
    file_driver: drive?.driver.known ? drive.driver.value : undefined,
    format_driver: drive?.format,
  };
  const expected = Object.fromEntries(Object.keys(got).map((key) => [key, row.effective[key]]));
  return JSON.stringify(got) === JSON.stringify(expected) ? [] : [{ id: row.drive, expected, got }];
}
