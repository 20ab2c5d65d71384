import type { GuestReport } from "../../model/audit-report.ts";
import { checklistFor } from "../../model/guest-checklist.ts";
import { hanging } from "./lines.ts";
import { glyph, type Style } from "./style.ts";

/** What only a look from inside tells: no judgement, so no sign of one. */
export function checklistLines(
  { quadrant: { os } }: Pick<GuestReport, "quadrant">,
  style: Style,
): readonly string[] {
  const items = checklistFor(os);
  if (items.length === 0) return [];
  const { columns } = style;
  const lines = items.flatMap(({ what, command, expect }) => [
    ...hanging("  - ", what, columns),
    ...hanging(`    ${glyph("remedy", style)} `, command, columns),
    ...hanging("      shows ", expect, columns, 6),
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
