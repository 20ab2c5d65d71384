import type { BlockDevice } from "../model/cluster.ts";
import { diskDeclaration } from "../model/disk-declaration.ts";
import type { Policy } from "../model/policy.ts";

/**
 * SSDs with and without power-loss protection, by the model lsblk shows. No command shows the capacitors, so this is a
 * table, read in November 2026. What is not in it stays open: a wrong "protected" would be the worst entry, so only
 * what a source names as protected is listed as such, and of consumer drives only plain client series.
 */

interface PlpEntry {
  readonly models: RegExp;
  readonly series: string;
  readonly plp: boolean;
  readonly source: string;
}

const openzfs =
  "OpenZFS documentation, Performance and Tuning/Hardware, commit 0c1de93 (lists of drives with power failure protection)";
const client = "ours: a client series, sold without capacitors; its maker claims nothing else";

const plpTable: readonly PlpEntry[] = [
  { models: /SSDSC2BA\d/, series: "Intel DC S3700, S3710", plp: true, source: openzfs },
  { models: /SSDSC2B[BX]\d/, series: "Intel DC S3500, S3510, S3610", plp: true, source: openzfs },
  {
    models: /SSDSC2K[BG]\d/,
    series: "Intel S4500, S4600 and their successors",
    plp: true,
    source: "Intel, product specification of S4500 and S4600: enhanced power-loss data protection",
  },
  { models: /SSDPEDM[DEW]\d/, series: "Intel 750, DC P3600, P3700", plp: true, source: openzfs },
  {
    models: /SSDPE(?:D1K|L1K|K1A|21K)\d/,
    series: "Intel Optane P4800X, P4801X, P1600X",
    plp: true,
    source: "OpenZFS documentation, Hardware, commit 0c1de93: Optane needs no such circuitry",
  },
  { models: /MZ7(?:LM|KM)\w/, series: "Samsung PM863, SM863", plp: true, source: openzfs },
  { models: /MZILS\w/, series: "Samsung PM1633", plp: true, source: openzfs },
  {
    models: /MZILT\w/,
    series: "Samsung PM1643",
    plp: true,
    source:
      "Samsung's announcement of the PM1643, 2018-02: protection and recovery at an unexpected loss of power",
  },
  { models: /MZ(?:1|Q)LW\w/, series: "Samsung PM963", plp: true, source: openzfs },
  { models: /MZ(?:W|P)LL\w/, series: "Samsung PM1725", plp: true, source: openzfs },
  { models: /845DC/, series: "Samsung 845DC", plp: true, source: openzfs },
  { models: /Micron_7(?:300|400|450)_/, series: "Micron 7300, 7400, 7450", plp: true, source: openzfs },
  { models: /Micron_5210_/, series: "Micron 5210 ION", plp: true, source: openzfs },
  { models: /SEDC500[RM]\d?/, series: "Kingston DC500", plp: true, source: openzfs },
  { models: /SEDC1000B/, series: "Kingston DC1000B", plp: true, source: openzfs },
  { models: /PX0[45]S[HLMRV]\w/, series: "Toshiba PX04, PX05", plp: true, source: openzfs },
  {
    models: /Samsung SSD (?:8[4-7]0|9[5-9]0) ?(?:EVO|PRO|QVO|$| )/i,
    series: "Samsung SSD 840 to 990",
    plp: false,
    source: "article: the consumer SSD of its SLOG; the rest of the client series with it",
  },
  {
    models: /^CT\d+(?:BX\d+|P[1-5]|T[57]\d0)/,
    series: "Crucial BX, P and T series",
    plp: false,
    source: client,
  },
  {
    models: /KINGSTON (?:SA400|SNV|SKC3000|SFYR)/i,
    series: "Kingston A400, NV, KC3000, Fury",
    plp: false,
    source: client,
  },
  {
    models: /^WDC\s+WDS\d+|WD_BLACK|WD Blue SN/i,
    series: "WD Blue, Green and Black",
    plp: false,
    source: client,
  },
  { models: /INTEL SSDPEKN[UW]/, series: "Intel 660p, 670p", plp: false, source: client },
];

export interface PlpVerdict {
  readonly plp: boolean;
  readonly source: string;
}

/** As declared for the model or serial number, else by the table; undefined: neither knows the model. */
export function plpOf(disk: BlockDevice, policy: Policy): PlpVerdict | undefined {
  const declared = diskDeclaration(disk, policy.disks)?.plp;
  if (declared !== undefined) return { plp: declared, source: "declared" };
  const model = disk.model?.trim() ?? "";
  const entry = plpTable.find(({ models }) => models.test(model));
  return entry === undefined ? undefined : { plp: entry.plp, source: entry.source };
}
