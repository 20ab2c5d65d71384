import type { Suggestion } from "../../model/audit-report.ts";
import { hanging } from "./lines.ts";
import { counted } from "./place.ts";
import type { Style } from "./style.ts";

/** So many declarations are suggested; the ones that change the most. */
export const mostSuggestions = 3;

/** `- declare storages: san-lvm: medium: ssd (or hdd)   7 open would close`; whether it is true only a person can say. */
export function suggestionLines(suggestions: readonly Suggestion[], style: Style): readonly string[] {
  return suggestions.slice(0, mostSuggestions).flatMap((suggestion) => {
    const { section, name, says } = suggestion;
    const other = says === "medium: ssd" ? " (or hdd)" : "";
    const text = `declare ${section}: ${name}: ${says}${other}   ${effectOf(suggestion)}`;
    return hanging("- ", text, style.columns);
  });
}

function effectOf({ closes, clears }: Suggestion): string {
  return closes > 0 ? `${closes} open would close` : `if it is true, ${counted(clears, "error")} would go`;
}
