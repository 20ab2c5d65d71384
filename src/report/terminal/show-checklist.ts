import type { SeenItem } from "../../model/guest-page.ts";
import { hanging } from "./lines.ts";
import { glyph, type Style } from "./style.ts";

/** What only a look from inside tells, and what the agent told of it: no judgement, so no sign of one. */
export function checklistLines(items: readonly SeenItem[], style: Style): readonly string[] {
  if (items.length === 0) return [];
  const { columns } = style;
  const lines = items.flatMap(({ what, command, expect, seen }) => [
    ...hanging("  - ", what, columns),
    ...(seen === undefined ? [] : hanging("      seen: ", seen.text, columns, 6)),
    ...(seen?.settled === true
      ? []
      : [
          ...hanging(`    ${glyph("remedy", style)} `, command, columns),
          ...hanging("      shows ", expect, columns, 6),
        ]),
  ]);
  return [
    ...hanging(
      "",
      "Inside the guest: nothing outside can tell, so nothing here is judged (lanekeeper explain guest-os)",
      columns,
      2,
    ),
    ...lines,
    "",
  ];
}
