import type { HostStep } from "../model/plan.ts";
import { readStorageProperty } from "../model/storage-property.ts";
import { readTimerState } from "../model/timer-state.ts";

type Argv = readonly string[];

const name = "[A-Za-z0-9][\\w.:/-]{0,200}";
/** What rules propose to change; any other property in a plan was not put there by us. */
const property = "(?:compression|direct|logbias|refreservation|sync|org\\.debian:periodic-trim)";
const storageKey = "sparse";
const trimTimer = "zfs-trim-(?:weekly|monthly)@[A-Za-z0-9][\\w.:-]{0,200}\\.timer";
const value = "[A-Za-z0-9][\\w.:-]{0,60}";

/** The commands a plan may run on a node, word by word, with what they are about. All else was not put there by us. */
const commands: readonly { readonly words: readonly RegExp[]; readonly about: (argv: Argv) => string }[] = [
  { words: words("zfs", "set", `${property}=${value}`, name), about: (argv) => dataset(argv[3], argv[2]) },
  { words: words("zfs", "inherit", property, name), about: (argv) => dataset(argv[3], argv[2]) },
  {
    words: words("pvesm", "set", name, `--${storageKey}`, value),
    about: (argv) => storage(argv[2], argv[3]),
  },
  { words: words("pvesm", "set", name, "--delete", storageKey), about: (argv) => storage(argv[2], argv[4]) },
  { words: words("systemctl", "(?:enable|disable)", "--now", trimTimer), about: (argv) => timer(argv[3]) },
];

const dataset = (of = "", text = ""): string => `zfs ${of} ${text.split("=")[0]}`;
const timer = (unit = ""): string => `timer ${unit}`;
const storage = (of = "", text = ""): string => `storage ${of} ${text.replace(/^--/, "")}`;

/** Why the step must not run on a node; undefined: it may. */
export function hostStepProblem({ argv, inverse, read }: HostStep): string | undefined {
  const [what, back] = [aboutOf(argv), aboutOf(inverse)];
  if (what === undefined) return `\`${argv.join(" ")}\` is no command that a plan runs`;
  if (back !== what) return `\`${inverse.join(" ")}\` does not undo it`;
  return readAboutOf(read) === what ? undefined : `\`${read.join(" ")}\` does not read what it changes`;
}

function aboutOf(argv: Argv): string | undefined {
  return commands.find(({ words }) => fits(words, argv))?.about(argv);
}

const timerState = words(...readTimerState(trimTimer));
const zfsGet = words("zfs", "get", "-Hp?", "-o", "value", property, name);

function readAboutOf(read: Argv): string | undefined {
  if (fits(zfsGet, read)) return dataset(read[6], read[5]);
  if (fits(timerState, read)) return timer(read[2]);
  const [id, key] = [read[2]?.replace(/^id=/, "") ?? "", read[4]?.replace(/^key=/, "") ?? ""];
  const ours = readStorageProperty(id, key);
  return ours.length === read.length && ours.every((word, at) => word === read[at])
    ? storage(id, key)
    : undefined;
}

function words(...patterns: readonly string[]): readonly RegExp[] {
  return patterns.map((pattern) => new RegExp(`^(?:${pattern})$`));
}

function fits(patterns: readonly RegExp[], argv: Argv): boolean {
  return argv.length === patterns.length && patterns.every((pattern, at) => pattern.test(argv[at] ?? ""));
}
