import type { ApiAnswer } from "../connect/api/api-answer.ts";
import type { CommandAnswer, NodeCommands } from "../connect/node-commands.ts";
import type { ClusterDoor, Form } from "./cluster-door.ts";

/**
 * The nodes' own commands: `pvesh` of the first one reads the whole cluster, `qm set` writes where the guest is, because
 * qm looks a guest up in its own node's folder (qemu-server CLI/qm.pm, 9.2.6).
 */
export function nodesDoor(first: NodeCommands, others: readonly NodeCommands[] = []): ClusterDoor {
  const nodes = [first, ...others];
  const { run } = first;
  return {
    who: nodes.map(({ who }) => who).join(", "),
    get: async (path) => jsonIn(await run(["pvesh", "get", ...words(path), "--output-format", "json"])),
    async put(path, form) {
      const [, on, vmid] = /^\/nodes\/([^/]+)\/qemu\/(\d+)\/config$/.exec(path) ?? [];
      const there = nodes.find(({ node }) => node === on);
      if (there === undefined || vmid === undefined) return elsewhere(on);
      return plain(await there.run(["qm", "set", vmid, ...options(form)]));
    },
    async post(path, form) {
      const [, on] = /^\/nodes\/([^/]+)\//.exec(path) ?? [];
      const there = nodes.find(({ node }) => node === on);
      if (there === undefined) return elsewhere(on);
      return plain(await there.run(["pvesh", "create", path, ...options(form)]));
    },
    close: async () => {},
  };
}

const options = (form: Form): readonly string[] =>
  Object.entries(form).flatMap(([key, value]) => [`--${key}`, value]);

/** `/cluster/resources?type=vm` as `/cluster/resources --type vm`. */
function words(path: string): readonly string[] {
  const { pathname, searchParams } = new URL(path, "https://node");
  return [pathname, ...options(Object.fromEntries(searchParams))];
}

function elsewhere(node: string | undefined): ApiAnswer {
  const message = `it is on ${node ?? "no node"}: apply there too (--from ssh://…), or through the API (--from https://…)`;
  return { ok: false, status: 0, message, notSent: true };
}

function plain(answer: CommandAnswer): ApiAnswer {
  if (answer.ok) return { ok: true, data: answer.output };
  return { ok: false, status: answer.ended ? 500 : 0, message: answer.message };
}

function jsonIn(answer: CommandAnswer): ApiAnswer {
  if (!answer.ok) return plain(answer);
  try {
    const data: unknown = JSON.parse(answer.output);
    return { ok: true, data };
  } catch {
    return { ok: false, status: 0, message: "pvesh did not print JSON" };
  }
}
