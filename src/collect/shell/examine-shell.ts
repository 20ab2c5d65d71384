import type { AccessCheck, AccessReport } from "../../model/access-check.ts";
import { leastShell } from "../../model/access-check.ts";
import { Failure } from "../../model/failure.ts";
import type { CollectContext } from "../collect-context.ts";
import { readFactsRun } from "../facts-file.ts";
import { type FactsRun, readFactsRecords } from "../facts-records.ts";
import { factsOfNode, factsOverSsh } from "../live-source.ts";
import { decode } from "../read-text.ts";
import { groupChecks } from "./group-checks.ts";

/** Runs the facts script once, as an audit would, and says what it gave. `ssh://…` or `node`. Throws a Failure. */
export async function examineShell(source: string, context: CollectContext): Promise<AccessReport> {
  const overSsh = source !== "node";
  const output = overSsh ? await factsOverSsh(source, context, true) : await factsOfNode(context);
  const [run] = readFactsRecords(output, source);
  if (run === undefined) throw new Failure("no-facts", `${source} printed no facts`);
  const parts = readFactsRun(run);
  const login = loginOf(run);
  const own = parts.nodes.find(({ name }) => name === run.node) ?? { name: run.node };
  const { packages } = own;
  const version = packages !== undefined && "value" in packages ? packages.value["pve-manager"] : undefined;
  return {
    schema: "lanekeeper/doctor/1",
    source,
    kind: overSsh ? "ssh" : "node",
    ...(login === undefined ? {} : { who: login.name }),
    ...(version === undefined ? {} : { version }),
    node: run.node,
    ...(parts.nodesComplete ? { nodes: parts.nodes.map(({ name }) => name) } : {}),
    checks: [
      { step: "reach", state: "ok", says: `${run.node} answers` },
      loginCheck(login, overSsh, context.sudo === true),
      scriptCheck(run),
      ...configChecks(parts),
      ...groupChecks({
        run,
        own,
        unreadable: parts.unreadable,
        listed: parts.nodesComplete,
        root: login?.root,
      }),
    ],
    leastPrivilege: leastShell(source),
  };
}

interface Login {
  readonly name: string;
  readonly root: boolean;
}

/** What `id` said; undefined: a script of an earlier version, in a forced command, does not ask. */
function loginOf({ records }: FactsRun): Login | undefined {
  const record = records.find(({ file, exit }) => file === "id.txt" && exit === 0);
  const text = record === undefined ? undefined : decode(record.body);
  const [, uid, name] = /^uid=(\d+)(?:\(([^)]{1,64})\))?/.exec(text?.ok === true ? text.text : "") ?? [];
  return uid === undefined ? undefined : { name: name ?? uid, root: uid === "0" };
}

const withoutRoot = [
  "a key of root with a forced command, as below",
  "--sudo, where sudoers has `<login> ALL=(root) NOPASSWD: /usr/bin/sh -s, /bin/sh -s`",
  "or give the configs by another --from",
].join("; ");

function loginCheck(login: Login | undefined, overSsh: boolean, sudo: boolean): AccessCheck {
  const step = "login";
  if (login === undefined)
    return {
      step,
      state: "note",
      says: "the script does not say who runs it: is it a forced command of an earlier version?",
      remedy: "lanekeeper collect --script prints the one of this version",
    };
  if (login.root) return { step, state: "ok", says: sudo ? `${login.name}, by sudo` : login.name };
  const says = `${login.name}, not root: it reads what it may`;
  return { step, state: "note", says, remedy: overSsh ? withoutRoot : "run lanekeeper as root" };
}

function scriptCheck({ complete, records }: FactsRun): AccessCheck {
  const step = "script";
  return complete
    ? { step, state: "ok", says: `sh ran it to its end: ${records.length} outputs` }
    : { step, state: "gap", says: `broke off after ${records.length} outputs; what follows did not come` };
}

type Parts = ReturnType<typeof readFactsRun>;

function configChecks({ guests, files, unreadable, nodesComplete }: Parts): readonly AccessCheck[] {
  const step = "configs";
  const gaps = unreadable.filter(({ path }) => !path.startsWith("facts/"));
  const missing = nodesComplete ? [] : ["/etc/pve cannot be listed: neither guests nor nodes are known"];
  const read = Object.values(files).filter((text) => text !== null).length;
  const says = `${guests.length} guests, ${read} files of the cluster`;
  return [
    ...(nodesComplete ? [{ step, state: "ok", says } as const] : []),
    ...missing.map((why) => ({ step, state: "gap", says: why }) as const),
    ...gaps
      .slice(0, mostNamed)
      .map(({ path, reason }) => ({ step, state: "gap", says: `${path}: ${reason}` }) as const),
    ...(gaps.length > mostNamed
      ? [{ step, state: "gap", says: `and ${gaps.length - mostNamed} more were not read` } as const]
      : []),
  ];
}

/** A thousand configs that may not be read have one reason. */
const mostNamed = 10;
