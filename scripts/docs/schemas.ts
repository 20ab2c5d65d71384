import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The JSON Schemas we ship: file, the type it comes from, and where that is. */
const shipped = [
  ["audit-1", "AuditReport", "src/model/audit-report.ts"],
  ["snapshot-1", "ClusterSnapshot", "src/model/cluster.ts"],
  ["show-1", "ShowOutput", "src/model/command-output.ts"],
  ["rules-1", "RulesOutput", "src/model/command-output.ts"],
  ["page-1", "PageOutput", "src/model/command-output.ts"],
  ["policy-1", "PolicyOutput", "src/model/command-output.ts"],
] as const;

export function schemas(): readonly (readonly [string, () => string])[] {
  return shipped.map(([name, type, path]) => [`schemas/${name}.schema.json`, () => schemaOf(type, path)]);
}

/** Open to additions: a later version may say more, and what validates today has to validate then. */
function schemaOf(type: string, path: string): string {
  const generator = createGenerator({
    path: `${root}${path}`,
    tsconfig: `${root}tsconfig.json`,
    type,
    skipTypeCheck: true,
    additionalProperties: true,
    topRef: false,
  });
  return `${JSON.stringify(generator.createSchema(type), null, 2)}\n`;
}
