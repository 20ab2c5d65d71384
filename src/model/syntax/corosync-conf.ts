export interface CorosyncConf {
  readonly clusterName: string | undefined;
  /** In the order of the node list. */
  readonly nodes: readonly string[];
}

const open = /^([\w-]+)\s*\{$/;
const setting = /^([\w-]+)\s*:\s*(.*)$/;

/** The cluster's name and nodes from corosync.conf; all else there is of no use here (corosync.conf(5)). */
export function readCorosyncConf(text: string): CorosyncConf {
  const path: string[] = [];
  const nodes: string[] = [];
  let clusterName: string | undefined;
  for (const written of text.split("\n")) {
    const line = written.trim();
    const section = open.exec(line)?.[1];
    if (section !== undefined) path.push(section);
    else if (line === "}") path.pop();
    const [, key, value] = setting.exec(line) ?? [];
    if (value === undefined || value === "") continue;
    const place = path.join("/");
    if (place === "totem" && key === "cluster_name") clusterName = value;
    if (place === "nodelist/node" && key === "name") nodes.push(value);
  }
  return { clusterName, nodes };
}
