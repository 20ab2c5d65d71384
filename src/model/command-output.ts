import type { Finding, GuestReport, OpenJudgement, WantedSetting } from "./audit-report.ts";
import type { FactKind } from "./fact.ts";
import type { AioDefaultRow, CacheModeRow, MatrixRow, QuadrantName } from "./matrix.ts";
import type { Severity } from "./outcome.ts";

/** What `--format json` prints of the smaller commands. Additive changes only. */

/** `show <guest>` */
export interface ShowOutput {
  readonly schema: "lanekeeper/show/1";
  readonly guest: GuestReport;
  /** Drive → setting → what the policy wants. */
  readonly wanted: Readonly<Record<string, Readonly<Record<string, WantedSetting>>>>;
  readonly findings: readonly Finding[];
  readonly open: readonly OpenJudgement[];
}

/** `rules` */
export interface RulesOutput {
  readonly schema: "lanekeeper/rules/1";
  readonly rules: readonly {
    readonly id: string;
    readonly severity: Severity;
    readonly summary: string;
    readonly needs: readonly FactKind[];
  }[];
}

/** `explain <rule|topic>` */
export interface PageOutput {
  readonly schema: "lanekeeper/page/1";
  readonly id: string;
  readonly markdown: string;
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
}
