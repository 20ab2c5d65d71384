import type { PolicyOutput } from "../model/command-output.ts";
import { checklistFor, checklistSystems } from "../model/guest-checklist.ts";
import {
  aioDefaults,
  cacheModes,
  laneTable,
  type MatrixCell,
  matrix,
  quadrantNames,
  quickReference,
} from "../model/matrix.ts";
import { markdownTable, textTable } from "./table.ts";

interface PolicyTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const noted = (cell: MatrixCell, marks: readonly string[]): string =>
  cell.note === undefined ? cell.value : `${cell.value} [${marks.indexOf(cell.note) + 1}]`;

/** Notes are numbered in the order in which the matrix mentions them. */
const notes: readonly string[] = [
  ...new Set(matrix.flatMap(({ cells }) => quadrantNames.flatMap((name) => cells[name].note ?? []))),
];

const items = checklistSystems.flatMap(checklistFor);

function tables(): readonly PolicyTable[] {
  return [
    { title: "Lanes", head: ["lane", "when"], rows: laneTable.map(({ lane, when }) => [lane, when]) },
    {
      title: "What each quadrant wants",
      head: ["setting", ...quadrantNames],
      rows: matrix.map(({ setting, cells }) => [
        setting,
        ...quadrantNames.map((name) => noted(cells[name], notes)),
      ]),
    },
    { title: "Notes", head: ["note", ""], rows: notes.map((note, index) => [`[${index + 1}]`, note]) },
    {
      title: "Why",
      head: ["setting", "why", "who says so"],
      rows: matrix.map(({ setting, why, source }) => [setting, why, source]),
    },
    {
      title: "Cache modes",
      head: ["cache", "host page cache", "guest sees a write cache", "lost on power loss", "use"],
      rows: cacheModes.map((row) => [row.mode, row.pageCache, row.guestWriteCache, row.onPowerLoss, row.use]),
    },
    {
      title: "aio nobody wrote",
      head: ["storage", "with O_DIRECT", "buffered", "wanted"],
      rows: aioDefaults.map((row) => [row.storage, row.direct, row.buffered, row.wanted]),
    },
    {
      title: "Quick reference",
      head: ["where", "settings"],
      rows: quickReference.map((row) => [row.where, row.settings]),
    },
    {
      title: "Inside the guest, not judged",
      head: ["system", "ought to be", "shows it", "where well"],
      rows: items.map(({ os, what, command, expect }) => [os, what, command, expect]),
    },
  ];
}

export function terminalPolicy(columns: number): string {
  return tables()
    .map(({ title, head, rows }) => `${title.toUpperCase()}\n${textTable(head, rows, columns)}`)
    .join("\n");
}

export function markdownPolicy(): string {
  const body = tables().map(({ title, head, rows }) => `## ${title}\n\n${markdownTable(head, rows)}`);
  return `# The policy\n\n${body.join("\n")}`;
}

/** The same as data. */
export function policyData(): PolicyOutput {
  return {
    schema: "lanekeeper/policy/1",
    lanes: laneTable,
    quadrants: quadrantNames,
    matrix,
    cacheModes,
    aioDefaults,
    quickReference,
    checklist: items,
  };
}
