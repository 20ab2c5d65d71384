import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import { atLeast } from "../../model/debian-version.ts";
import { globMatches } from "../../model/glob.ts";
import type { JudgedKind } from "../../model/rule.ts";
import { didYouMean } from "../suggestion.ts";
import { belowViews, nodeView, poolView, storageView, volumeView } from "./below-views.ts";
import { driveView, guestView, guestViews } from "./guest-views.ts";
import type { Field, View } from "./view.ts";

/** So much of CEL as judging a subject needs: nothing that builds longer texts or lists from short ones, no regex. */
const methods: ReadonlySet<string> = new Set([
  ...["startsWith", "endsWith", "contains", "lowerAscii", "upperAscii", "trim", "size", "join"],
  ...["like", "atLeast", "exists", "all", "exists_one", "filter"],
]);
const functions: ReadonlySet<string> = new Set(["has", "size", "int", "double", "string"]);
const loops: ReadonlySet<string> = new Set(["exists", "all", "exists_one", "filter"]);

export const mostCharacters = 2000;
const deepestLoop = 2;

const limits = {
  maxAstNodes: 300,
  maxDepth: 32,
  maxListElements: 100,
  maxMapEntries: 1,
  maxCallArguments: 4,
};

/** Every view, by the name of its type. */
const views: ReadonlyMap<string, Pick<View<never>, "name" | "fields" | "type">> = new Map(
  [...Object.values(guestViews), ...Object.values(belowViews)].map((view) => [view.name, view]),
);

/** What an expression about each kind of subject may name. */
const subjectViews = {
  drive: driveView,
  guest: guestView,
  volume: volumeView,
  storage: storageView,
  pool: poolView,
  node: nodeView,
} as const;

/** What each type holds, for the page that explains it. */
export const fieldTable: readonly {
  readonly type: string;
  readonly fields: readonly (readonly [string, Pick<Field<never>, "type" | "about">])[];
}[] = [...views.values()].map(({ name, fields }) => ({ type: name, fields: Object.entries(fields) }));

export function viewOfSubject<K extends JudgedKind>(kind: K): (typeof subjectViews)[K] {
  return subjectViews[kind];
}

export function environmentOf(kind: JudgedKind): Environment {
  const environment = new Environment({ limits });
  for (const { name, type, fields } of views.values()) {
    const types = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.type]));
    environment.registerType(name, { ctor: type, fields: types });
  }
  return environment
    .registerFunction("string.like(string): bool", (text: string, glob: string) => globMatches(glob, text))
    .registerFunction("string.atLeast(string): bool", (version: string, least: string) =>
      atLeast(version, least),
    )
    .registerVariable(kind, subjectViews[kind].name);
}

/** What is refused of an expression, and at which part of it. */
export interface Refusal {
  readonly node: ASTNode;
  readonly reason: string;
}

/** The first thing in an expression that own rules do not have. */
export function refusedIn(node: ASTNode, loop = 0): Refusal | undefined {
  const reason = reasonAgainst(node, loop);
  if (reason !== undefined) return { node, reason };
  const inside = loop + (node.op === "rcall" && loops.has(node.args[0]) ? 1 : 0);
  for (const child of childrenOf(node)) {
    const refused = refusedIn(child, inside);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function reasonAgainst(node: ASTNode, loop: number): string | undefined {
  if (node.op === "map") return "maps cannot be written in own rules";
  if (node.op === "call" && !functions.has(node.args[0])) return notHere(node.args[0], functions);
  if (node.op !== "rcall") return undefined;
  const [method] = node.args;
  if (method === "matches") return 'regular expressions can take for ever; .like("web-*") knows * and ?';
  if (!methods.has(method)) return notHere(method, methods);
  return loops.has(method) && loop >= deepestLoop
    ? `${method} stands in ${deepestLoop} loops already, and no deeper`
    : undefined;
}

function notHere(name: string, words: ReadonlySet<string>): string {
  return `${name} is not known in own rules; known: ${[...words].join(", ")}`;
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case "value":
    case "id":
    case "map":
      return [];
    case ".":
    case ".?":
      return [node.args[0]];
    case "call":
      return node.args[1];
    case "rcall":
      return [node.args[1], ...node.args[2]];
    case "!_":
    case "-_":
      return [node.args];
    default:
      return node.args;
  }
}

/** CEL does not look at the fields that has() asks for: a mistyped one would be absent for ever. */
export function mistypedHas(node: ASTNode): Refusal | undefined {
  const [asked] = node.op === "call" && node.args[0] === "has" ? node.args[1] : [];
  const wrong = asked === undefined ? undefined : pathOf(asked);
  if (wrong !== undefined && "reason" in wrong) return wrong;
  for (const child of childrenOf(node)) {
    const refused = mistypedHas(child);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** The type at the end of a path of fields. */
function pathOf(node: ASTNode): { readonly type: string } | Refusal {
  if (node.op === "id") {
    const { checkedType } = node as { readonly checkedType?: { readonly name: string } }; // left there by check()
    return checkedType === undefined
      ? { node, reason: "has() takes a path of fields" }
      : { type: checkedType.name };
  }
  if (node.op !== ".") return { node, reason: "has() takes a path of fields" };
  const [before, name] = node.args;
  const parent = pathOf(before);
  if ("reason" in parent) return parent;
  if (parent.type === "map<string, string>") return { type: "string" };
  const type = views.get(parent.type)?.fields[name]?.type;
  return type === undefined ? { node, reason: noSuchField(name, parent.type) } : { type };
}

/** What a type has instead. */
export function noSuchField(name: string, type: string): string {
  const fields = Object.keys(views.get(type)?.fields ?? {});
  const near = didYouMean(name, fields);
  return `${type} has no ${name}${near === "" && fields.length > 0 ? `; it has ${fields.join(", ")}` : near}`;
}
