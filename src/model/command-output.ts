import type { JudgedAssumption } from "./assumptions.ts";
import type { Finding, GuestReport, OpenJudgement, WantedSetting } from "./audit-report.ts";
import type { FactKind } from "./fact.ts";
import type { Judgeable } from "./fact-sources.ts";
import type { ChecklistItem } from "./guest-checklist.ts";
import type { GuestPage } from "./guest-page.ts";
import type { AioDefaultRow, CacheModeRow, MatrixRow, QuadrantName } from "./matrix.ts";
import type { Severity } from "./outcome.ts";
import type { NodePage, PoolPage, StoragePage } from "./place-page.ts";

/** What `--format json` prints of the smaller commands. Additive changes only. */

/** `show <guest>` */
export interface ShowOutput extends GuestPage {
  readonly schema: "lanekeeper/show/1";
  readonly guest: GuestReport;
  /** Drive → setting → what the policy wants. */
  readonly wanted: Readonly<Record<string, Readonly<Record<string, WantedSetting>>>>;
  readonly findings: readonly Finding[];
  readonly open: readonly OpenJudgement[];
}

/** `audit` of several clusters: one that could not be audited, in the place of its report. */
export interface FailureOutput {
  readonly schema: "lanekeeper/failure/1";
  /** Its name in the policy file. */
  readonly cluster: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly open: readonly OpenJudgement[];
}

/** `show <storage>` */
export interface ShowStorageOutput extends Judged {
  readonly schema: "lanekeeper/show-storage/1";
  readonly storage: StoragePage;
}

/** `show <pool>` */
export interface ShowPoolOutput extends Judged {
  readonly schema: "lanekeeper/show-pool/1";
  readonly pool: PoolPage;
}

/** `show <node>` */
export interface ShowNodeOutput extends Judged {
  readonly schema: "lanekeeper/show-node/1";
  readonly node: NodePage;
}

/** `rules` */
export interface RulesOutput {
  readonly schema: "lanekeeper/rules/1";
  readonly rules: readonly {
    readonly id: string;
    readonly severity: Severity;
    readonly summary: string;
    readonly needs: readonly FactKind[];
    /** For own rules: where the policy file has it. */
    readonly origin?: string;
  }[];
}

/** `assumptions` */
export interface AssumptionsOutput {
  readonly schema: "lanekeeper/assumptions/1";
  /** The cluster they were judged for. */
  readonly cluster?: string;
  /** A refuted one has `refuted` and no verdict. */
  readonly assumptions: readonly JudgedAssumption[];
}

/** `explain <rule|topic>` */
export interface PageOutput {
  readonly schema: "lanekeeper/page/1";
  readonly id: string;
  readonly markdown: string;
  /** Of a rule: what each source lacks of the facts it looks at. */
  readonly judgedFrom?: readonly Judgeable[];
  /** Where the rule fails in the source that was given. */
  readonly here?: readonly string[];
}

/** `policy` */
export interface PolicyOutput {
  readonly schema: "lanekeeper/policy/1";
  readonly lanes: readonly { readonly lane: string; readonly when: string }[];
  readonly quadrants: readonly QuadrantName[];
  readonly matrix: readonly MatrixRow[];
  readonly cacheModes: readonly CacheModeRow[];
  readonly aioDefaults: readonly AioDefaultRow[];
  readonly quickReference: readonly { readonly where: string; readonly settings: string }[];
  /** What to look at inside guests, by system; not judged. */
  readonly checklist: readonly ChecklistItem[];
}
