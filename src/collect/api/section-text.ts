import { type Row, rowsOf, wordOf } from "./rows.ts";

/** What the API says of a file of sections, as that file's text: `type: id`, then `key value`. */
function sectionText(
  data: unknown,
  header: (row: Row) => string | undefined,
  leaveOut: readonly string[],
): string {
  const skipped = new Set(["digest", ...leaveOut]);
  const sections = rowsOf(data).flatMap((row) => {
    const head = header(row);
    if (head === undefined || /\s.*\s|[\r\n]/.test(head)) return [];
    const lines = Object.keys(row)
      .sort()
      .filter((key) => !skipped.has(key) && /^[\w-]+$/.test(key))
      .flatMap((key) => linesOf(key, row[key]));
    return [[head, ...lines].join("\n")];
  });
  return sections.map((section) => `${section}\n`).join("\n");
}

/** A list becomes one line each: `map` of a mapping. */
function linesOf(key: string, value: unknown): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap((one: unknown) => {
    const word = wordOf(one);
    // a key without a value would read as one that is on
    return word === undefined || word === "" ? [] : [`\t${key} ${word}`];
  });
}

const word = (row: Row, key: string): string | undefined => {
  const value = wordOf(row[key]);
  return value === undefined || value === "" ? undefined : value;
};

const typed = (type: string | undefined, id: string | undefined): string | undefined =>
  type === undefined || id === undefined ? undefined : `${type}: ${id}`;

export const storageCfg = (data: unknown): string =>
  sectionText(data, (row) => typed(word(row, "type"), word(row, "storage")), ["type", "storage"]);

export const haResourcesCfg = (data: unknown): string =>
  sectionText(
    data,
    (row) => {
      const [kind, id] = (word(row, "sid") ?? "").split(":");
      return typed(kind, id);
    },
    ["sid", "type", "comment"],
  );

export const haRulesCfg = (data: unknown): string =>
  sectionText(data, (row) => typed(word(row, "type"), word(row, "rule")), [
    "rule",
    "type",
    "order",
    "comment",
  ]);

export const haGroupsCfg = (data: unknown): string =>
  sectionText(data, (row) => typed("group", word(row, "group")), ["group", "type", "comment"]);

export const replicationCfg = (data: unknown): string =>
  sectionText(data, (row) => typed(word(row, "type") ?? "local", word(row, "id")), [
    "id",
    "type",
    "guest",
    "jobnum",
    "comment",
  ]);

export const mappingCfg = (data: unknown): string =>
  sectionText(data, (row) => word(row, "id"), ["id", "type", "checks", "error", "description"]);

/** The part of corosync.conf that names the cluster and its nodes; null: in no cluster; undefined: it does not say. */
export function corosyncConf(data: unknown): string | null | undefined {
  const rows = rowsOf(data);
  if (!rows.some(({ type }) => type === "node")) return undefined;
  const name = word(rows.find(({ type }) => type === "cluster") ?? {}, "name");
  if (name === undefined) return null;
  const nodes = rows
    .filter(({ type }) => type === "node")
    .sort((a, b) => Number(a["nodeid"]) - Number(b["nodeid"]))
    .map((row) => `  node {\n    name: ${word(row, "name") ?? ""}\n  }\n`);
  return `nodelist {\n${nodes.join("")}}\ntotem {\n  cluster_name: ${name}\n}\n`;
}
