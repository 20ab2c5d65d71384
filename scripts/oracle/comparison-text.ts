import type { Comparison } from "./comparison.ts";

/** How many rows agree, the first ten that do not, and the reasons of those that answer another question. */
export function comparisonText({ name, rows, agreed, differences }: Comparison): string {
  const lines = [`${name}  ${agreed} of ${rows} rows agree`];
  for (const { id, expected, got } of differences.filter(({ reason }) => reason === undefined).slice(0, 10)) {
    lines.push(
      `  ${id}`,
      `    Proxmox VE ${JSON.stringify(expected)}`,
      `    we         ${JSON.stringify(got)}`,
    );
  }
  const counts = new Map<string, number>();
  for (const { reason } of differences)
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  for (const [reason, count] of counts) lines.push(`  ${count} × another question: ${reason}`);
  return `${lines.join("\n")}\n`;
}
