/** The public surface, in the order of the pipeline: collect → resolve → audit → report. */

export { type ApplyWork, applyPlan, isDone } from "./apply/apply-plan.ts";
export { checkPlan } from "./apply/check-plan.ts";
export { checkCluster } from "./apply/cluster-identity.ts";
export { examineWrite } from "./apply/examine-write.ts";
export { inversePlan } from "./apply/inverse-plan.ts";
export { findJournal, readJournals } from "./apply/journal/read-journal.ts";
export { type Doors, openDoors } from "./apply/open-doors.ts";
export { readPlanFile, sha256Of } from "./apply/read-plan.ts";
export { restartGuests } from "./apply/restart/restart-guests.ts";
export { selectSteps } from "./apply/select-steps.ts";
export { realTime, startRun } from "./apply/start-run.ts";
export { waitingGuests } from "./apply/waiting-guests.ts";
export { judgedAssumptions } from "./audit/assumptions.ts";
export { type AuditOptions, audit, reaches } from "./audit/audit.ts";
export { policyRules } from "./audit/policy-findings.ts";
export { guestPage } from "./audit/show/guest-page.ts";
export { nodePage } from "./audit/show/node-page.ts";
export { poolPage } from "./audit/show/pool-page.ts";
export { storagePage } from "./audit/show/storage-page.ts";
export { suggestDeclarations } from "./audit/suggest.ts";
export { wantedSettings } from "./audit/wanted.ts";
export { examineAccess } from "./collect/api/examine-access.ts";
export { collect } from "./collect/collect.ts";
export type { CollectContext } from "./collect/collect-context.ts";
export { factsScript } from "./collect/facts-script.ts";
export { redact } from "./collect/redact/redact.ts";
export { asOneCluster } from "./collect/shell/as-one-cluster.ts";
export { examineShell } from "./collect/shell/examine-shell.ts";
export { readSince } from "./collect/since.ts";
export { readAddress } from "./connect/api/address.ts";
export type { ApiAccess } from "./connect/api/api-connection.ts";
export { type Credentials as ApiCredentials, readToken } from "./connect/api/credentials.ts";
export { firstContact } from "./connect/api/first-contact.ts";
export { knownNodes } from "./connect/api/known-nodes.ts";
export { readFingerprint, type Trust } from "./connect/api/trust.ts";
export { type LocalMachine, localMachine } from "./connect/shell.ts";
export { type AccessReport, leastPrivilege, leastShell } from "./model/access-check.ts";
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
export {
  type DecideOutput,
  guestRoles,
  type Mobility,
  mobilities,
  newGuestSystems,
  type StorageChoice,
  type Wish,
} from "./model/decision.ts";
export type { FactKind } from "./model/fact.ts";
export { type FactSource, factSources, judgeableFrom, sourceNames, supplies } from "./model/fact-sources.ts";
export { Failure } from "./model/failure.ts";
export { type Severity, severities } from "./model/outcome.ts";
export type { Plan } from "./model/plan.ts";
export { privilegesOfPlan } from "./model/plan-privileges.ts";
export { roleForPlan } from "./model/plan-role.ts";
export { defaultPolicy, type Policy } from "./model/policy.ts";
export type { ResolvedCluster, ResolvedGuest, ResolvedNode, ResolvedStorage } from "./model/resolved.ts";
export type { ResolvedPool } from "./model/resolved-pool.ts";
export { decideNewGuest, newGuestStorages } from "./narrator/new-guest.ts";
export type { NewGuestRequest } from "./narrator/new-guest-request.ts";
export { planCluster } from "./narrator/plan-cluster.ts";
export { plan } from "./plan/plan.ts";
export { predict } from "./plan/predict.ts";
export { loadPolicyFile } from "./policy/load-policy-file.ts";
export { type Answer, policyText } from "./policy/policy-text.ts";
export type { ClusterOfFile } from "./policy/read-policy-file.ts";
export { jsonChunks } from "./report/json.ts";
export { judgedFromText } from "./report/judged-from.ts";
export { ownRulePage } from "./report/own-rule-page.ts";
export { terminalPage } from "./report/page.ts";
export { markdownPolicy, policyData, terminalPolicy } from "./report/policy.ts";
export { printable } from "./report/printable.ts";
export { runOutput, runSummary } from "./report/run-output.ts";
export { markdownTable, textTable } from "./report/table.ts";
export { terminalAccess } from "./report/terminal/access.ts";
export { terminalApplyPreview } from "./report/terminal/apply.ts";
export { terminalRun, terminalRuns, terminalStep } from "./report/terminal/apply-run.ts";
export { terminalAssumptions } from "./report/terminal/assumptions.ts";
export { terminalAudit } from "./report/terminal/audit.ts";
export { decisionAs, decisionForms, terminalDecision } from "./report/terminal/decision.ts";
export { terminalPending, terminalRestart } from "./report/terminal/pending.ts";
export { terminalPlan } from "./report/terminal/plan.ts";
export { policyErrors } from "./report/terminal/policy-errors.ts";
export { terminalShow } from "./report/terminal/show.ts";
export { terminalNode } from "./report/terminal/show-node.ts";
export { terminalPool } from "./report/terminal/show-pool.ts";
export { terminalStorage } from "./report/terminal/show-storage.ts";
export { glyph, type Style } from "./report/terminal/style.ts";
export { resolve } from "./resolve/resolve.ts";
export { ruleList } from "./rules/index.ts";
