/** The public surface, in the order of the pipeline: collect → resolve → audit → report. */

export { type AuditOptions, audit, reaches } from "./audit/audit.ts";
export { policyRules } from "./audit/policy-findings.ts";
export { suggestDeclarations } from "./audit/suggest.ts";
export { wantedSettings } from "./audit/wanted.ts";
export { type CollectContext, collect } from "./collect/collect.ts";
export { factsScript } from "./collect/facts-script.ts";
export { redact } from "./collect/redact/redact.ts";
export type {
  AuditReport,
  DriveReport,
  Finding,
  GuestReport,
  OpenJudgement,
  RemedyReport,
  Suggestion,
} from "./model/audit-report.ts";
export type { ClusterSnapshot } from "./model/cluster.ts";
export { Failure } from "./model/failure.ts";
export { type Severity, severities } from "./model/outcome.ts";
export { defaultPolicy, type Policy } from "./model/policy.ts";
export type { ResolvedCluster, ResolvedGuest } from "./model/resolved.ts";
export { type Answer, policyText } from "./policy/policy-text.ts";
export { readPolicyFile } from "./policy/read-policy-file.ts";
export { jsonChunks } from "./report/json.ts";
export { terminalPage } from "./report/page.ts";
export { markdownPolicy, policyData, terminalPolicy } from "./report/policy.ts";
export { printable } from "./report/printable.ts";
export { textTable } from "./report/table.ts";
export { terminalAudit } from "./report/terminal/audit.ts";
export { policyErrors } from "./report/terminal/policy-errors.ts";
export { terminalShow } from "./report/terminal/show.ts";
export { glyph, type Style } from "./report/terminal/style.ts";
export { resolve } from "./resolve/resolve.ts";
export { ruleList } from "./rules/index.ts";
