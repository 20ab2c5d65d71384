import { createProgram } from "../../src/cli/program.ts";
import { bufferStreams } from "../../test/support/buffer-streams.ts";

/** docs/commands.md: the help of every command, as it prints it. */
export function commandsPage(): string {
  const program = createProgram(bufferStreams().streams);
  const help = [program, ...program.commands].map((command) => {
    command.configureHelp({ helpWidth: 100 });
    const name = command === program ? "lanekeeper" : `lanekeeper ${command.name()}`;
    return `## ${name}\n\n\`\`\`text\n${command.helpInformation().trimEnd()}\n\`\`\`\n`;
  });
  return `# Commands

Exit codes: 0 clean, 1 findings at or above \`--fail-on\` (default error) or too little coverage, 2 could not, 3 apply, rollback
or restart stopped part-way.

${help.join("\n")}`;
}
