import { Argument, type Command } from "commander";
import { completionScript, type Shell } from "./completion.ts";
import type { Streams } from "./streams.ts";

const shells: readonly Shell[] = ["bash", "zsh", "fish"];

export function addCompletion(program: Command, streams: Streams): void {
  program
    .command("completion")
    .addArgument(new Argument("<shell>").choices(shells))
    .description("a completion script: source <(lanekeeper completion bash)")
    .action((shell: Shell) => streams.out(completionScript(shell, program)));
}
