/**
 * Where a fact that is missing could come from. `declare`: only a person can say. `policy`: a rule of the policy file
 * asked for something that cannot be answered, and has to be corrected.
 */
type Access = "api" | "shell" | "pvereport" | "agent" | "declare" | "policy";

/** The kinds of facts rules ask for; a rule lists what it needs, and the table rule → facts → sources comes from that. */
export type FactKind =
  | "config"
  | "storage-cfg"
  | "node-count"
  | "node-versions"
  | "kernel"
  | "file-system"
  | "dataset-properties"
  | "zvol-properties"
  | "vdevs"
  | "pool-state"
  | "pool-properties"
  | "trim-schedules"
  | "arc"
  | "lvm"
  | "storage-usage"
  | "backup-datastores"
  | "medium"
  | "block-devices"
  | "ha"
  | "replication"
  | "replication-state"
  | "mappings"
  | "run-state"
  | "agent-answer"
  | "guest-os-name";

/** A fact that could not be read: what, on which node, and what would supply it. */
export interface Missing {
  readonly fact: string;
  readonly node?: string;
  readonly access: Access;
  readonly how: string;
  /** Asked of nobody so far; the facts script of the node reads it. */
  readonly byScript?: true;
}

export interface Known<T> {
  readonly known: true;
  readonly value: T;
  /** Where it was read: `storage.cfg:9`, `pve3 findmnt`. */
  readonly source: string;
}

export interface Unknown {
  readonly known: false;
  readonly missing: readonly [Missing, ...Missing[]];
}

/** Something a source may or may not have told. Never a guess: absent evidence stays `known: false`. */
export type Fact<T> = Known<T> | Unknown;

export function known<T>(value: T, source: string): Known<T> {
  return { known: true, value, source };
}

export function unknown(first: Missing, ...more: readonly Missing[]): Unknown {
  return { known: false, missing: [first, ...more] };
}

/** A fact derived from another; what is missing stays missing. */
export function mapFact<A, B>(fact: Fact<A>, derive: (value: A) => B): Fact<B> {
  return fact.known ? known(derive(fact.value), fact.source) : fact;
}
