import type { Fact, Known, Missing } from "../../model/fact.ts";

/**
 * What an expression of an own rule sees of a subject: named fields of CEL types, read only when the expression asks.
 * A field whose fact is unknown throws `unknownFact`, which CEL's && and || treat as three-valued logic does: the
 * verdict stands where the other side decides it, and else the whole expression is unknown.
 */
export interface View<S> {
  /** The CEL type: `Drive`. */
  readonly name: string;
  readonly fields: Readonly<Record<string, Field<S>>>;
  /** What CEL recognises its values by. */
  readonly type: new (
    of: never,
  ) => object;
  readonly of: (subject: S, path: string, trace: Trace) => object;
}

export interface Field<S> {
  /** `string`, `list<Drive>` */
  readonly type: string;
  readonly about: string;
  readonly read: (subject: S, path: string, trace: Trace) => unknown;
}

/** What one evaluation has looked at. */
export interface Trace {
  readonly missing: Missing[];
  /** By path, `drive.settings.cache.value`; source "": where its subject stands. */
  readonly read: Map<string, { readonly value: string; readonly source: string }>;
}

export const newTrace = (): Trace => ({ missing: [], read: new Map() });

/** Thrown for every unknown fact; which one stands in the trace. One object for all: it costs no stack. */
export const unknownFact = new Error("a fact is not known");

/** Longer lists are not looked at: two nested loops over them would take for ever. */
const longestList = 256;

interface Kinds {
  readonly string: string;
  readonly bool: boolean;
  readonly int: number;
  readonly "list<string>": readonly string[];
  readonly "map<string, string>": Readonly<Record<string, string>>;
}

/** A plain value; null or undefined: absent, so that has() is false. */
export function field<S, K extends keyof Kinds>(
  type: K,
  about: string,
  of: (subject: S) => Kinds[K] | null | undefined,
): Field<S> {
  return { type, about, read: (subject, path, trace) => plain(of(subject), "", path, trace) };
}

/** A value that a source may not have told. */
export function fact<S, K extends keyof Kinds>(
  type: K,
  about: string,
  of: (subject: S) => Fact<Kinds[K] | null>,
): Field<S> {
  const read: Field<S>["read"] = (subject, path, trace) => {
    const { value, source } = known(of(subject), trace);
    return plain(value, source, path, trace);
  };
  return { type, about, read };
}

/** Another view inside this one; named late, because guest and drive hold each other. */
export function part<S, C>(
  type: string,
  about: string,
  view: () => View<C>,
  of: (subject: S) => Fact<C | null>,
): Field<S> {
  const read: Field<S>["read"] = (subject, path, trace) => {
    const { value } = known(of(subject), trace);
    return value === null ? undefined : view().of(value, path, trace);
  };
  return { type, about, read };
}

export function parts<S, C>(
  type: string,
  about: string,
  view: () => View<C>,
  of: (subject: S) => readonly C[],
): Field<S> {
  const read: Field<S>["read"] = (subject, path, trace) =>
    short(of(subject), path, trace).map((inner, at) => view().of(inner, `${path}[${at}]`, trace));
  return { type, about, read };
}

function known<T>(given: Fact<T>, trace: Trace): Known<T> {
  if (given.known) return given;
  // an expression may ask for the same more than once
  trace.missing.push(
    ...given.missing.filter(
      (one) => !trace.missing.some(({ fact, node }) => fact === one.fact && node === one.node),
    ),
  );
  throw unknownFact;
}

function plain(
  value: Kinds[keyof Kinds] | null | undefined,
  source: string,
  path: string,
  trace: Trace,
): unknown {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    trace.read.set(path, { value: short(value, path, trace).join(", "), source });
    return value;
  }
  if (typeof value === "object") return tracedMap(value as Kinds["map<string, string>"], source, path, trace); // no list: that was looked at above
  trace.read.set(path, { value: String(value), source });
  return typeof value === "number" ? BigInt(Math.round(value)) : value;
}

/** A map that notes which of its keys were asked for. */
function tracedMap(
  table: Kinds["map<string, string>"],
  source: string,
  path: string,
  trace: Trace,
): ReadonlyMap<string, string> {
  const entries = new Map(short(Object.entries(table), path, trace));
  const get = (key: string): string | undefined => {
    const value = Map.prototype.get.call(entries, key) as string | undefined; // it holds texts only
    trace.read.set(`${path}.${key}`, { value: value ?? "absent", source });
    return value;
  };
  return Object.assign(entries, { get });
}

function short<T>(list: readonly T[], path: string, trace: Trace): readonly T[] {
  if (list.length <= longestList) return list;
  trace.missing.push({
    fact: `${path}: ${list.length} entries`,
    access: "policy",
    how: `own rules look at lists of ${longestList} entries at most: ask for less in the policy file`,
  });
  throw unknownFact;
}

/** Under this key a view holds what it shows; CEL asks for names only. */
const seen = Symbol("seen");

interface Seen<S> {
  readonly subject: S;
  readonly path: string;
  readonly trace: Trace;
}

export function viewOf<S>(name: string, fields: Readonly<Record<string, Field<S>>>): View<S> {
  // The only class here: CEL knows what a value is by its constructor.
  const type = class {
    readonly [seen]: Seen<S>;
    constructor(of: Seen<S>) {
      this[seen] = of;
    }
  };
  for (const [key, { read }] of Object.entries(fields)) {
    Object.defineProperty(type.prototype, key, {
      get(this: { readonly [seen]: Seen<S> }) {
        const { subject, path, trace } = this[seen];
        return read(subject, `${path}.${key}`, trace);
      },
    });
  }
  return { name, fields, type, of: (subject, path, trace) => new type({ subject, path, trace }) };
}
