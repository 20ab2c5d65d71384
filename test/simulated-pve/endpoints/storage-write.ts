import { splitList } from "../../../src/model/syntax/split-list.ts";
import { readStorageCfg } from "../../../src/model/syntax/storage-cfg.ts";
import { data, die, type Reply } from "../reply.ts";
import { type Call, need, type Route } from "../route.ts";
import { digestOf } from "./guest-values.ts";

/** Changes of a storage's definition (pve-storage API2/Storage/Config.pm, 9.1.7). */
export const storageWriteRoutes: readonly Route[] = [
  {
    method: "PUT",
    path: "/storage/{storage}",
    needs: need("/storage/{storage}", "Datastore.Allocate"),
    ownParameters: true,
    answer: update,
  },
];

function update({ state, uri, params }: Call): Reply {
  const id = uri["storage"] ?? "";
  const text = state.files.get("storage.cfg") ?? "";
  const storage = readStorageCfg(text).entries.find((entry) => entry.id === id);
  if (storage?.line === undefined) return die(`storage '${id}' does not exist`);
  const { digest, delete: deletes = "", ...set } = params;
  if (digest !== undefined && digest !== digestOf(text))
    return die("detected modified configuration - file changed by other user? Try again.");
  state.files.set("storage.cfg", withAttributes(text, storage.line, set, splitList(deletes)));
  return data({ storage: id, type: storage.type });
}

/** The section that starts at a line (1-based) with keys set or taken away; the rest stays as it stands. */
function withAttributes(
  text: string,
  header: number,
  set: Readonly<Record<string, string>>,
  deletes: readonly string[],
): string {
  const lines = text.split("\n");
  const length = lines.slice(header).findIndex((line) => !/^\s+\S/.test(line));
  const attributes = lines.slice(header, length < 0 ? undefined : header + length);
  const changed = new Set([...Object.keys(set), ...deletes]);
  const kept = attributes.filter((line) => !changed.has(/\S+/.exec(line)?.[0] ?? ""));
  const added = Object.entries(set).map(([key, value]) => `\t${key} ${value}`);
  lines.splice(header, attributes.length, ...kept, ...added);
  return lines.join("\n");
}
