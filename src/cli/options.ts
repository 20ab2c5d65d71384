import { type Command, Option } from "commander";

/** Options that several commands share. */

export function sourceOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--from <source>",
        "a copy of /etc/pve, a folder of <vmid>.conf files, a bundle, the facts of a node, or - for standard input (repeatable: they make one cluster)",
      ).argParser(append),
    )
    .addOption(new Option("--demo", "the bundled demo cluster"));
}

function append(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

export function policyOption(command: Command): Command {
  return command.addOption(
    new Option("--policy <file>", "a policy file; without it, lanekeeper.yaml of the working directory"),
  );
}

export function formatOption(command: Command, formats: readonly string[] = ["terminal", "json"]): Command {
  return command.addOption(
    new Option("--format <format>", "how to print").choices([...formats]).default("terminal"),
  );
}

export function styleOptions(command: Command): Command {
  return command
    .addOption(new Option("--ascii", "plain ASCII instead of lines and signs"))
    .addOption(new Option("--color <when>", "colour").choices(["never", "auto", "always"]).default("auto"));
}

export interface StyleOptions {
  readonly ascii?: boolean;
  readonly color: "never" | "auto" | "always";
}
