import type { Command, Option } from "commander";
import { ruleList } from "../index.ts";
import { topics } from "./explain-command.ts";

export type Shell = "bash" | "zsh" | "fish";

interface Completion {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Option[];
  /** What an argument may be. */
  readonly words: readonly string[];
}

/** A completion script from the commands themselves, so it cannot fall behind them. */
export function completionScript(shell: Shell, program: Command): string {
  const commands = program.commands.map(
    (command): Completion => ({
      name: command.name(),
      summary: command.description(),
      options: command.options,
      words: wordsOf(command.name()),
    }),
  );
  return { bash, zsh, fish }[shell](commands);
}

function wordsOf(command: string): readonly string[] {
  if (command === "explain") return [...ruleList.map(({ id }) => id), ...topics];
  return command === "completion" ? ["bash", "zsh", "fish"] : [];
}

/** The values of an option that has some; a source is a path. */
function valuesOf(option: Option): readonly string[] {
  if (option.long === "--rule") return ruleList.map(({ id }) => id);
  return option.argChoices ?? [];
}

function bash(commands: readonly Completion[]): string {
  const cases = commands.map(({ name, options, words }) => {
    const flags = options.flatMap(({ long }) => long ?? []);
    const values = options
      .filter((option) => valuesOf(option).length > 0)
      .map(
        (option) =>
          `      ${option.long}) COMPREPLY=($(compgen -W "${valuesOf(option).join(" ")}" -- "$word")); return ;;\n`,
      );
    return `    ${name})\n      case "$before" in\n${values.join("")}      --from) COMPREPLY=($(compgen -f -W node -- "$word")); return ;;\n      --policy|-o|--output) COMPREPLY=($(compgen -f -- "$word")); return ;;\n      esac\n      COMPREPLY=($(compgen -W "${[...flags, ...words].join(" ")}" -- "$word")) ;;\n`;
  });
  return `_lanekeeper() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  case "\${COMP_WORDS[1]}" in
${cases.join("")}    *) COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$word")) ;;
  esac
}
complete -o filenames -F _lanekeeper lanekeeper
`;
}

/** zsh runs bash's completion functions. */
function zsh(commands: readonly Completion[]): string {
  return `#compdef lanekeeper\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
}

function fish(commands: readonly Completion[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ name, summary, options, words }) => {
    const after = `__fish_seen_subcommand_from ${name}`;
    return [
      `complete -c lanekeeper -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
      ...options.map((option) => {
        const values = valuesOf(option);
        const taken = values.length > 0 ? ` -x -a ${quoted(values.join(" "))}` : option.required ? " -r" : "";
        return `complete -c lanekeeper -n ${quoted(after)} -l ${option.long?.replace(/^--/, "")} -d ${quoted(option.description)}${taken}`;
      }),
      ...(words.length > 0
        ? [`complete -c lanekeeper -f -n ${quoted(after)} -a ${quoted(words.join(" "))}`]
        : []),
    ];
  });
  return `${lines.join("\n")}\n`;
}
