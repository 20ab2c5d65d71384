import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The JSON Schemas we ship: file, the type it comes from, and where that is. */
const shipped = [
  ["audit-1", "AuditReport", "src/model/audit-report.ts"],
  ["snapshot-1", "ClusterSnapshot", "src/model/cluster.ts"],
  ["plan-1", "Plan", "src/model/plan.ts"],
  ["show-1", "ShowOutput", "src/model/command-output.ts"],
  ["show-storage-1", "ShowStorageOutput", "src/model/command-output.ts"],
  ["show-pool-1", "ShowPoolOutput", "src/model/command-output.ts"],
  ["show-node-1", "ShowNodeOutput", "src/model/command-output.ts"],
  ["failure-1", "FailureOutput", "src/model/command-output.ts"],
  ["rules-1", "RulesOutput", "src/model/command-output.ts"],
  ["assumptions-1", "AssumptionsOutput", "src/model/command-output.ts"],
  ["decide-1", "DecideOutput", "src/model/decision.ts"],
  ["doctor-1", "AccessReport", "src/model/access-check.ts"],
  ["page-1", "PageOutput", "src/model/command-output.ts"],
  ["journal-1", "JournalRecord", "src/model/journal.ts"],
  ["run-1", "RunOutput", "src/model/run-output.ts"],
  ["runs-1", "RunsOutput", "src/model/run-output.ts"],
  ["pending-1", "PendingOutput", "src/model/run-output.ts"],
  ["restart-1", "RestartOutput", "src/model/run-output.ts"],
  ["policy-1", "PolicyOutput", "src/model/command-output.ts"],
] as const;

/** What people write is closed: an editor should underline a typo. */
const written = [["policy-file-1", "PolicyFile", "src/policy/policy-file.ts"]] as const;

export function schemas(): readonly (readonly [string, () => string])[] {
  return [
    ...shipped.map(([name, type, path]) => schemaFile(name, () => schemaOf(type, path, true))),
    ...written.map(([name, type, path]) => schemaFile(name, () => schemaOf(type, path, false))),
  ];
}

function schemaFile(name: string, make: () => string): readonly [string, () => string] {
  return [`schemas/${name}.schema.json`, make];
}

/** Open to additions: a later version may say more, and what validates today has to validate then. */
function schemaOf(type: string, path: string, open: boolean): string {
  const generator = createGenerator({
    path: `${root}${path}`,
    tsconfig: `${root}tsconfig.json`,
    type,
    skipTypeCheck: true,
    additionalProperties: open,
    topRef: false,
  });
  return `${JSON.stringify(generator.createSchema(type), null, 2)}\n`;
}
