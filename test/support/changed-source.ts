import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { collect } from "../../src/collect/collect.ts";
import type { ClusterSnapshot } from "../../src/model/cluster.ts";
import { demoCluster } from "./fake-node.ts";

const context = {
  tool: { name: "l", version: "0" },
  now: "2026-11-22T10:00:00Z",
  stdin: () => Promise.reject(new Error("not asked for")),
};

/** A cluster of fixtures/, read from its folder. */
export const collectFixture = (name: string): Promise<ClusterSnapshot> =>
  collect(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)), context);

/** Another text of a file; undefined: the file goes. */
type Change = (text: string) => string | undefined;

/** The demo with the outputs of a command (`zpool-status`, `osinfo`) changed on every node, or a file of /etc/pve. */
export async function withChanged(
  changes: Readonly<Record<string, Change>>,
  read: (folder: string) => Promise<ClusterSnapshot> = (folder) => collect(folder, context),
): Promise<ClusterSnapshot> {
  const folder = mkdtempSync(join(tmpdir(), "lanekeeper-"));
  try {
    cpSync(demoCluster, folder, { recursive: true });
    for (const [name, change] of Object.entries(changes))
      for (const path of pathsOf(name, folder)) {
        const text = change(readFileSync(path, "utf8"));
        if (text === undefined) rmSync(path);
        else writeFileSync(path, text);
      }
    return await read(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The demo, and after it the demo with those changes: two sources of one cluster. */
export function withSecondSource(changes: Readonly<Record<string, Change>>): Promise<ClusterSnapshot> {
  return withChanged(changes, (folder) => collect([demoCluster, folder], context));
}

function pathsOf(name: string, folder: string): readonly string[] {
  if (name.includes("/") || name.endsWith(".conf")) return [join(folder, name)];
  return readdirSync(join(folder, "facts")).flatMap((node) =>
    readdirSync(join(folder, "facts", node))
      .filter((file) => file.split(/[.@]/)[0] === name)
      .map((file) => join(folder, "facts", node, file)),
  );
}
