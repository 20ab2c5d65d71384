import type { Suggestion } from "../model/audit-report.ts";

/** A question a suggestion asks, with what was answered; undefined: nobody knows yet. */
export interface Answer {
  readonly suggestion: Suggestion;
  /** `medium: hdd`, `disposable` */
  readonly said: string | undefined;
}

const head = `# yaml-language-server: $schema=https://unpkg.com/lanekeeper/schemas/policy-file-1.schema.json
# lanekeeper.yaml: what this site decides, and what only its people can say.
`;

/** A new policy file: what was answered, and what was not as a comment, so that it can be answered later. */
export function policyText(answers: readonly Answer[]): string {
  const open = answers.filter(({ said }) => said === undefined).map(({ suggestion }) => openLine(suggestion));
  return [head, ...open, ...storagesText(answers), ...guestsText(answers)].join("");
}

function openLine(suggestion: Suggestion): string {
  const { section, name, says } = suggestion;
  const value = section === "storages" ? `{${says}}` : says;
  return `# ${section}: {${keyOf(name)}: ${value}}? ${effectOf(suggestion)}\n`;
}

function storagesText(answers: readonly Answer[]): readonly string[] {
  const lines = answers.flatMap(({ suggestion: { section, name }, said }) =>
    section === "storages" && said !== undefined ? [`  ${keyOf(name)}: {${said}}\n`] : [],
  );
  return lines.length === 0 ? [] : ["\nstorages:\n", ...lines];
}

/** Several intents of one guest stand under one key. */
function guestsText(answers: readonly Answer[]): readonly string[] {
  const intents = new Map<string, string[]>();
  for (const { suggestion, said } of answers) {
    if (suggestion.section !== "guests" || said === undefined) continue;
    intents.set(suggestion.name, [...(intents.get(suggestion.name) ?? []), said]);
  }
  const lines = [...intents].map(([name, said]) => `  ${keyOf(name)}: [${said.join(", ")}]\n`);
  return lines.length === 0 ? [] : ["\nguests:\n", ...lines];
}

/** What names of a config may hold is quoted: a key must stay one line and one key. */
function keyOf(name: string): string {
  return /^\w[\w.-]*$/.test(name) ? name : JSON.stringify(name);
}

function effectOf({ closes, clears }: Suggestion): string {
  return closes > 0
    ? `${closes} open would close`
    : `${clears} ${clears === 1 ? "error" : "errors"} would go`;
}
