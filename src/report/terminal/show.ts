import type { Finding, GuestReport, OpenJudgement } from "../../model/audit-report.ts";
import type { Style } from "./style.ts";

export function terminalShow(
  guest: GuestReport,
  _findings: readonly Finding[],
  _open: readonly OpenJudgement[],
  _wanted: Readonly<
    Record<string, Readonly<Record<string, { value: string; why: string; ok: boolean | null }>>>
  >,
  _style: Style,
): string {
  return `${guest.vmid}\n`;
}
