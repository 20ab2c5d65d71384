import { mobilities, newGuestSystems, type StorageChoice } from "../../index.ts";
import { guestRoles } from "../../model/decision.ts";
import type { GuestIntent } from "../../model/intent.ts";
import { askedIntents, type DecideOptions } from "./options.ts";

export interface Answer {
  readonly value: string;
  readonly label: string;
  /** What it means, or why it cannot be had. */
  readonly more: string;
}

export interface Question {
  readonly title: string;
  readonly answers: readonly Answer[];
  /** In sight with their reasons, and not to be chosen. */
  readonly unfit: readonly Answer[];
  /** One answer, or any number of them. */
  readonly takes: "one" | "any";
}

/** One question of the form: whether it is still open, how it is asked, and what its answer says. */
export interface Step {
  readonly isOpen: (given: DecideOptions) => boolean;
  readonly question: (said: DecideOptions) => Question;
  readonly said: (said: DecideOptions, values: readonly string[]) => DecideOptions;
}

/** How the storages, or the types of storage, suit what was said so far. */
export type ChoicesFor = (said: DecideOptions) => readonly StorageChoice[];

/** The two questions first: can it move, and what is under it. */
export function stepsOf(
  choicesFor: ChoicesFor,
  hasCluster: boolean,
  laneSigns: readonly string[],
): readonly Step[] {
  return [
    {
      isOpen: ({ mobility }) => mobility === undefined,
      question: () => ({
        title: "Can this guest move to another node?",
        answers: moves.map((move, at) => ({
          ...move,
          label: `${laneSigns[at] ?? ""} ${move.label}`.trimStart(),
        })),
        unfit: [],
        takes: "one",
      }),
      said: (said, [value]) => (isOneOf(mobilities, value) ? { ...said, mobility: value } : said),
    },
    {
      isOpen: ({ storage }) => storage === undefined,
      question: (said) => storageQuestion(choicesFor(said), hasCluster),
      said: (said, [storage]) => (storage === undefined ? said : { ...said, storage }),
    },
    {
      isOpen: ({ os }) => os === undefined,
      question: () => ({ title: "System?", answers: newGuestSystems.map(word()), unfit: [], takes: "one" }),
      said: (said, [value]) => (isOneOf(newGuestSystems, value) ? { ...said, os: value } : said),
    },
    {
      // A device makes it specialty.
      isOpen: ({ role, device }) => role === undefined && device === undefined,
      question: () => ({ title: "Role?", answers: guestRoles.map(word(roleMeans)), unfit: [], takes: "one" }),
      said: (said, [value]) => (isOneOf(guestRoles, value) ? { ...said, role: value } : said),
    },
    {
      isOpen: ({ intent }) => intent.length === 0,
      question: () => ({
        title: "Declare?",
        answers: Object.keys(intentMeans).map(word(intentMeans)),
        unfit: [],
        takes: "any",
      }),
      said: (said, values) => ({ ...said, intent: askedIntents.filter((intent) => values.includes(intent)) }),
    },
  ];
}

function isOneOf<T extends string>(words: readonly T[], value: string | undefined): value is T {
  return words.some((word) => word === value);
}

/** An answer that is its own label. */
function word(means: Readonly<Record<string, string>> = {}): (value: string) => Answer {
  return (value) => ({ value, label: value, more: means[value] ?? "" });
}

const moves: readonly Answer[] = [
  { value: "mobile", label: "yes, it must", more: "HA or live migration" },
  { value: "failover", label: "it may fail over", more: "local ZFS, copied every few minutes" },
  { value: "pinned", label: "no", more: "bound to a device, or fine where it is" },
];

const roleMeans = { generalized: "an ordinary guest", specialty: "made for a device" };

/** What only a person knows. The lane is what the first question asks. */
const intentMeans: Readonly<
  Record<Exclude<GuestIntent, `lane:${string}` | "specialty" | "generalized">, string>
> = {
  disposable: "it can be made again from nothing",
  scratch: "what is on its disk may be lost at any moment",
  "memory-sensitive": "its memory must not be taken back",
  infrastructure: "others stand on it: directory, certificates",
  golden: "clones are made of it",
  sequential: "long reads and writes: media, backups",
  "write-heavy": "mostly small writes: databases",
};

function storageQuestion(choices: readonly StorageChoice[], hasCluster: boolean): Question {
  const fits = ({ id, type, reasons }: StorageChoice): Answer => {
    const what = hasCluster ? type : (typeMeans[type] ?? type);
    return { value: id, label: id, more: [what, ...reasons].join("; ") };
  };
  const doesNot = ({ id, reasons }: StorageChoice): Answer => ({
    value: id,
    label: id,
    more: reasons.join("; "),
  });
  return {
    title: "What storage is under it?",
    answers: choices.filter(({ verdict }) => verdict === "fits").map(fits),
    unfit: choices.filter(({ verdict }) => verdict !== "fits").map(doesNot),
    takes: "one",
  };
}

const typeMeans: Readonly<Record<string, string>> = {
  zfspool: "ZFS on the node",
  lvmthin: "thin LVM on the node",
  lvm: "thick LVM, on a SAN or on the node",
  rbd: "Ceph",
  zfs: "ZFS over iSCSI",
  nfs: "NFS",
  dir: "a directory of the node",
  cifs: "SMB",
  btrfs: "Btrfs on the node",
};
