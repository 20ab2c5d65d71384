import type { HostStep } from "../model/plan.ts";
import { readStorageProperty } from "../model/storage-property.ts";

const name = "[A-Za-z0-9][\\w.:/-]{0,200}";
const property = "[a-z][\\w.:-]{0,60}";
const value = "[A-Za-z0-9][\\w.:-]{0,60}";

/** The commands a plan may run on a node, word by word. Whatever else stands in a plan was not put there by us. */
const allowed: readonly (readonly RegExp[])[] = [
  words("zfs", "set", `${property}=${value}`, name),
  words("zfs", "inherit", property, name),
  words("zfs", "inherit", "-S", property, name),
  words("zpool", "set", `autotrim=(?:on|off)`, name),
  words("pvesm", "set", name, `--${property}`, value),
  words("systemctl", "(?:enable|disable)", "--now", `${name}\\.timer`),
];

const reads: readonly (readonly RegExp[])[] = [
  words("zfs", "get", "-Hp?", "-o", "value", property, name),
  words("zpool", "get", "-Hp?", "-o", "value", property, name),
  words("systemctl", "is-enabled", `${name}\\.timer`),
];

/** Why the step must not run on a node; undefined: it may. */
export function hostStepProblem({ argv, inverse, read }: HostStep): string | undefined {
  for (const command of [argv, inverse])
    if (!allowed.some((pattern) => fits(pattern, command)))
      return `\`${command.join(" ")}\` is no command that a plan runs`;
  return reads.some((pattern) => fits(pattern, read)) || isStorageRead(read)
    ? undefined
    : `\`${read.join(" ")}\` is no command that a plan reads with`;
}

/** A property of a storage: the program in this command is ours, letter by letter. */
function isStorageRead(read: readonly string[]): boolean {
  const [id, key] = [read[2]?.slice("id=".length) ?? "", read[4]?.slice("key=".length) ?? ""];
  const ours = readStorageProperty(id, key);
  const named = new RegExp(`^${name}$`).test(id) && new RegExp(`^${property}$`).test(key);
  return named && ours.length === read.length && ours.every((word, at) => word === read[at]);
}

function words(...patterns: readonly string[]): readonly RegExp[] {
  return patterns.map((pattern) => new RegExp(`^(?:${pattern})$`));
}

function fits(patterns: readonly RegExp[], argv: readonly string[]): boolean {
  return (
    argv.length === patterns.length && patterns.every((pattern, index) => pattern.test(argv[index] ?? ""))
  );
}
