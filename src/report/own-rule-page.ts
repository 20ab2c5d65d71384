import type { AnyOwnRule } from "../model/rule.ts";
import { printable } from "./printable.ts";

/** The page of an own rule, with the headings our rules have, from what the policy file says of it. */
export function ownRulePage({ id, written }: AnyOwnRule): string {
  const { subject, when, fails, message, why, remedy, source } = written;
  const sections: readonly (readonly [string, string | undefined])[] = [
    ["What it sees", `every ${subject}${when === undefined ? "" : ` where ${oneLine(when)}`}`],
    ["Fails when", oneLine(fails)],
    ["Says", oneLine(message)],
    ["Why it matters", why],
    ["Remedy", remedy],
    ["Sources", `- your policy file, ${source}`],
  ];
  const body = sections.flatMap(([heading, text]) =>
    text === undefined ? [] : [`## ${heading}\n\n${printable(text)}\n`],
  );
  return [`# ${id}\n`, ...body].join("\n");
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
