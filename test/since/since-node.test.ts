import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ClusterSnapshot,
  collect,
  type LocalMachine,
  localMachine,
  readSince,
} from "../../src/index.ts";
import { demoCluster, putCommands, undated } from "../support/fake-node.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";

const folder = useTemporaryFolder();
const tool = { name: "lanekeeper", version: "0" };

/** A cluster file system that counts as pmxcfs does: on with every write, anew and in another order after a start. */
function countingFileSystem(at: string) {
  let [counter, start] = [0, 1_763_800_000];
  const counts = new Map<string, number>();
  const guests = (): readonly string[] =>
    readdirSync(`${at}/nodes`).flatMap((node) =>
      readdirSync(`${at}/nodes/${node}`).includes("qemu-server")
        ? readdirSync(`${at}/nodes/${node}/qemu-server`).map((name) => `nodes/${node}/qemu-server/${name}`)
        : [],
    );
  const tell = (): void => {
    const rows = [...counts].map(([path, count]) => {
      const [, node = "", vmid = ""] = /^nodes\/([^/]+)\/qemu-server\/(\d+)/.exec(path) ?? [];
      return `"${vmid}": { "node": "${node}", "type": "qemu", "version": ${count} }`;
    });
    folder.put("pve/.vmlist", `{\n"version": ${counter},\n"ids": {\n${rows.join(",\n")}}\n\n}\n`);
    folder.put(
      "pve/.version",
      `{\n"starttime": ${start},\n"clinfo": 0,\n"vmlist": ${counter},\n"kvstore": {\n}\n}\n`,
    );
  };
  const restart = (): void => {
    [counter, start] = [0, start + 60];
    counts.clear();
    for (const path of guests().toReversed()) counts.set(path, ++counter);
    tell();
  };
  const write = (path: string, text: string): void => {
    folder.put(`pve/${path}`, text);
    counts.set(path, ++counter);
    tell();
  };
  const move = (path: string, to: string): void => {
    mkdirSync(dirname(`${at}/${to}`), { recursive: true });
    renameSync(`${at}/${path}`, `${at}/${to}`);
    counts.delete(path);
    counts.set(to, ++counter);
    tell();
  };
  const remove = (path: string): void => {
    rmSync(`${at}/${path}`);
    counts.delete(path);
    tell();
  };
  restart();
  return { guests, restart, write, move, remove };
}

function setUp() {
  rmSync(folder.at("pve"), { recursive: true, force: true });
  cpSync(demoCluster, folder.at("pve"), { recursive: true });
  const machine = localMachine({ env: { PATH: putCommands(folder, "pve1", {}) } });
  let printed = "";
  const node: LocalMachine = {
    isNode: () => true,
    run: async (script) => {
      const bytes = await machine.run(script.replaceAll("/etc/pve", folder.at("pve")));
      printed = Buffer.from(bytes).toString();
      return bytes;
    },
  };
  const read = async (since?: ClusterSnapshot): Promise<ClusterSnapshot> =>
    collect("node", {
      tool,
      now: "2026-11-22T10:00:00.000Z",
      stdin: async () => new Uint8Array(),
      machine: node,
      ...(since === undefined
        ? {}
        : { since: await readSince(folder.put("old.json", JSON.stringify(since)), tool) }),
    });
  const configsPrinted = (): number =>
    printed.match(/^=\S+= \S+ \d+ etc\/pve\/nodes\/.*\.conf /gm)?.length ?? 0;
  return { pve: countingFileSystem(folder.at("pve")), read, configsPrinted };
}

/** When the node was read differs by seconds. */
const timeless = (snapshot: ClusterSnapshot): unknown => ({ ...undated(snapshot), takenAt: "", sources: [] });

describe("--since on a node", () => {
  it("prints what was written since, and nothing else of the guests", async () => {
    const { pve, read, configsPrinted } = setUp();
    const old = await read();
    const all = configsPrinted();
    expect(all).toBe(pve.guests().length);
    expect(old.guests.every(({ configVersion }) => configVersion !== undefined)).toBe(true);
    await read(old);
    expect(configsPrinted()).toBe(0);
    const [path = ""] = pve.guests();
    pve.write(path, `${readFileSync(folder.at(`pve/${path}`), "utf8")}# more\n`);
    const now = await read(old);
    expect(configsPrinted()).toBe(1);
    expect(now.guests.find((guest) => guest.path === path)?.config).toContain("# more");
    pve.restart();
    await read(now);
    expect(configsPrinted()).toBe(all);
  });

  it("is the same as reading all, whatever was changed", async () => {
    const nodes = ["pve1", "pve2", "pve3"];
    const what = fc.constantFrom(
      "write",
      "write",
      "create",
      "remove",
      "move",
      "restart",
      "same text",
      "storage",
    );
    const edits = fc.array(fc.tuple(what, fc.nat(), fc.nat(9)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(edits, edits, async (first, second) => {
        const { pve, read } = setUp();
        let old = await read();
        for (const changes of [first, second]) {
          for (const [kind, at, value] of changes) {
            const guests = pve.guests();
            const path = guests[at % guests.length] ?? "";
            const other = path.replace(/^nodes\/[^/]+/, `nodes/${nodes[value % 3]}`);
            const text = readFileSync(folder.at(`pve/${path}`), "utf8");
            const created = `nodes/${nodes[value % 3]}/qemu-server/${5000 + value}.conf`;
            if (kind === "write") pve.write(path, `${text.trimEnd()}\ncores: ${value}\n`);
            else if (kind === "same text") pve.write(path, text);
            else if (kind === "create" && !guests.some((one) => one.endsWith(`/${5000 + value}.conf`)))
              pve.write(created, `memory: ${at % 4096}\n`);
            else if (kind === "remove" && guests.length > 2) pve.remove(path);
            else if (kind === "move" && !existsSync(folder.at(`pve/${other}`))) pve.move(path, other);
            else if (kind === "restart") pve.restart();
            else if (kind === "storage")
              folder.put("pve/storage.cfg", `dir: extra${at}\n\tpath /mnt/${value}\n`);
          }
          const [whole, quick] = [await read(), await read(old)];
          expect(timeless(quick)).toEqual(timeless(whole));
          old = quick;
        }
      }),
      { numRuns: 6 },
    );
  }, 120_000);

  it("reads all where a bundle's counts are none, and lets none of its words into the script", async () => {
    const { read, configsPrinted } = setUp();
    const old = await read();
    const evil = old.guests.map((guest) => ({
      ...guest,
      configVersion: `pve1'; touch ${folder.at("evil")}; '/00000000-0000-0000-0000-000000000000/1/1`,
    }));
    await read({ ...old, guests: evil });
    expect(configsPrinted()).toBe(old.guests.length);
    expect(existsSync(folder.at("evil"))).toBe(false);
  });
});
