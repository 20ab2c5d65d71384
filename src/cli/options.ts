import { type Command, Option } from "commander";

/** Options that several commands share. */

export function sourceOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--from <source>",
        "https://<node>:8006, ssh://root@<node>, a copy of /etc/pve, a folder of <vmid>.conf files, a bundle, the facts or pvereport of a node, pasted configs, - for standard input, or node for this machine, the default on a Proxmox VE node (repeatable: they make one cluster)",
      ).argParser(append),
    )
    .addOption(
      new Option("--cluster <name>", "a cluster of the policy file, instead of --from").argParser(append),
    )
    .addOption(new Option("--demo", "the bundled demo cluster"))
    .option("--token-file <file>", "for https: a file with user@realm!name=secret; or set LANEKEEPER_TOKEN")
    .option("--user <user@realm>", "for https: log in with a password, which is asked for")
    .addOption(
      new Option(
        "--fingerprint <sha256>",
        "for https: the SHA-256 of the node's certificate; <node>=<sha256> for other nodes (repeatable)",
      ).argParser(append),
    )
    .option("--sudo", "for ssh: read the node with sudo -n, where the login is not root")
    .option(
      "--since <bundle>",
      "for https, ssh and node: an earlier bundle of this cluster; guest configs that are the same are not read again",
    )
    .option("--ca <file>", "for https: certificates of who signed the nodes' (/etc/pve/pve-root-ca.pem)")
    .option(
      "--report",
      "for https: read each node's pvereport too, for mounts, ARC and logical volumes (slow: up to minutes)",
    )
    .option(
      "--inside",
      "for https: also ask guest agents for file systems and, where the token may read files, for trim and barriers",
    );
}

function append(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

/** Which guests and which rules. */
export function chooseOption(command: Command): Command {
  return command
    .addOption(
      new Option("--guest <guest>", "only these guests: ids, names, globs; ! leaves out (repeatable)")
        .argParser(append)
        .default([], ""),
    )
    .addOption(
      new Option("--rule <rule>", "only these rules: ids, short names, globs; ! leaves out (repeatable)")
        .argParser(append)
        .default([], ""),
    );
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
