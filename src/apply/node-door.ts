import type { ApiAnswer } from "../connect/api/api-answer.ts";
import type { CommandAnswer, NodeCommands } from "../connect/node-commands.ts";
import type { ClusterDoor, Form } from "./cluster-door.ts";

/**
 * A node's own commands: `pvesh` reads the whole cluster, `qm set` writes. It writes this node's guests only, because
 * qm looks a guest up in its own node's folder (qemu-server CLI/qm.pm, 9.2.6).
 */
export function nodeDoor({ node, who, run }: NodeCommands): ClusterDoor {
  return {
    who,
    get: async (path) => jsonIn(await run(["pvesh", "get", ...words(path), "--output-format", "json"])),
    async put(path, form) {
      const [, on, vmid] = /^\/nodes\/([^/]+)\/qemu\/(\d+)\/config$/.exec(path) ?? [];
      if (on !== node || vmid === undefined) return elsewhere(on);
      return plain(await run(["qm", "set", vmid, ...options(form)]));
    },
    async post(path, form) {
      const [, on] = /^\/nodes\/([^/]+)\//.exec(path) ?? [];
      if (on !== node) return elsewhere(on);
      return plain(await run(["pvesh", "create", path, ...options(form)]));
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
  const message = `it is on ${node ?? "no node"}: apply there, or through the API (--from https://…)`;
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
