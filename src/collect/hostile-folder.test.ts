import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getuid, pid } from "node:process";
import { beforeEach, describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../../test/support/temporary-folder.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { resolve } from "../resolve/resolve.ts";
import { collect } from "./collect.ts";

const { at, put } = useTemporaryFolder();

beforeEach(() => {
  put("nodes/pve1/qemu-server/100.conf", "name: good\nscsi0: local-zfs:vm-100-disk-0\n");
  put("storage.cfg", "dir: local\n\tpath /var/lib/vz\n");
});

const read = (): Promise<ClusterSnapshot> =>
  collect(at(""), {
    tool: { name: "lanekeeper", version: "0" },
    now: "2026-11-22T10:00:00.000Z",
    stdin: async () => new Uint8Array(),
  });

/** What was unreadable, as `path: reason`. The good guest is always there: nothing stops the rest. */
async function unreadable(): Promise<readonly string[]> {
  const snapshot = await read();
  expect(snapshot.guests.map(({ vmid }) => vmid)).toContain(100);
  resolve(snapshot);
  return snapshot.unreadable.map(({ path, reason }) => `${path}: ${reason}`);
}

const conf = "nodes/pve1/qemu-server/101.conf";

describe("a hostile folder", () => {
  it.each<readonly [name: string, content: Uint8Array | string, reason: string]>([
    ["a binary file", Uint8Array.from({ length: 2000 }, (_, index) => index % 256), "is binary, not text"],
    ["NUL bytes", "name: a\0b\n", "is binary, not text"],
    ["latin-1", Buffer.from("name: a\n#Büro\n", "latin1"), "is not UTF-8 text"],
    ["UTF-16", Buffer.from("\ufeffname: a\n", "utf16le"), "is binary, not text"],
    ["nothing", "", "is empty"],
    ["blanks", " \n\n\t\n", "is empty"],
  ])("names a config that holds %s", async (_, content, reason) => {
    put(conf, content);
    expect(await unreadable()).toEqual([`${conf}: ${reason}`]);
  });

  it("does not read a config of 100 MB", async () => {
    truncateSync(put(conf), 100 * 1024 * 1024);
    expect(await unreadable()).toEqual([`${conf}: 104857600 bytes; at most 1048576 are read`]);
  });

  it("does not wait for a FIFO", async () => {
    put(conf);
    rmSync(at(conf));
    execFileSync("mkfifo", [at(conf)]);
    expect(await unreadable()).toEqual([`${conf}: is not a regular file`]);
  });

  it("does not open a socket", async () => {
    const server = createServer();
    await new Promise<void>((ready) => server.listen(at(conf), ready));
    try {
      expect(await unreadable()).toEqual([`${conf}: is not a regular file`]);
    } finally {
      server.close();
    }
  });

  it("names facts of a node that the cluster does not have", async () => {
    put("facts/pve9/uname.txt", "6.8.12-9-pve\n");
    expect(await unreadable()).toEqual(["facts/pve9: is of a node that nodes/ does not list"]);
  });

  it("names folders called like configs", async () => {
    mkdirSync(at(conf));
    mkdirSync(at("storage2.cfg"));
    expect(await unreadable()).toEqual([`${conf}: is a folder`]);
  });

  it("names a cluster file that is a folder", async () => {
    mkdirSync(at("ha/rules.cfg"), { recursive: true });
    expect(await unreadable()).toEqual(["ha/rules.cfg: is a folder"]);
    expect(Object.hasOwn((await read()).files, "ha/rules.cfg")).toBe(false);
  });

  it("follows no loop of links", async () => {
    symlinkSync("101.conf", at(conf));
    symlinkSync("b", at("nodes/a"));
    symlinkSync("a", at("nodes/b"));
    symlinkSync("..", at("nodes/pve1/again"));
    symlinkSync("facts", at("facts"));
    expect(await unreadable()).toEqual([
      "nodes/a: is not a folder",
      "nodes/b: is not a folder",
      `${conf}: is a loop of symbolic links`,
      "facts/pve1: is a loop of symbolic links",
    ]);
  });

  it("names a link that leads nowhere", async () => {
    symlinkSync("/nowhere/at/all", at(conf));
    expect(await unreadable()).toEqual([`${conf}: is not there`]);
  });

  it.skipIf(getuid?.() === 0)(
    "names what it may not read (skipped for root, who may read everything)",
    async () => {
      chmodSync(put(conf, "name: a\n"), 0);
      mkdirSync(at("nodes/pve2/qemu-server"), { recursive: true, mode: 0o700 });
      chmodSync(at("nodes/pve2/qemu-server"), 0);
      expect(await unreadable()).toEqual([
        `${conf}: permission denied`,
        "nodes/pve2/qemu-server: permission denied",
      ]);
    },
  );

  it("keeps control characters of names where they can do no harm", async () => {
    put("nodes/pve1/qemu-server/\x1b[2J1.conf", "name: a\n");
    put("nodes/pve\x07/qemu-server/102.conf", "name: a\n");
    expect(await unreadable()).toEqual([
      "nodes/pve\x07: is no node name",
      "nodes/pve1/qemu-server/\x1b[2J1.conf: is not named <vmid>.conf, with a vmid of 100 to 999999999",
    ]);
  });

  it("takes no vmid that Proxmox VE would not", async () => {
    for (const vmid of ["99", "0101", "1000000000", "99999999999999999999", "-5", "1e3"])
      put(`nodes/pve1/qemu-server/${vmid}.conf`, "name: a\n");
    put("nodes/pve1/qemu-server/999999999.conf", "name: a\n");
    expect(await unreadable()).toHaveLength(6);
    expect((await read()).guests.map(({ vmid }) => vmid)).toEqual([100, 999999999]);
  });

  it("reads a guest that is on two nodes once", async () => {
    put("nodes/pve2/qemu-server/100.conf", "name: twin\n");
    expect(await unreadable()).toEqual([
      "nodes/pve2/qemu-server/100.conf: guest 100 was already read from nodes/pve1/qemu-server/100.conf",
    ]);
  });

  it("passes over 2,000 junk files, and names those called *.conf", async () => {
    for (let index = 0; index < 2000; index++)
      put(`nodes/pve1/qemu-server/junk${index}${index % 2 === 0 ? ".conf" : ""}`, "x");
    expect(await unreadable()).toHaveLength(1000);
  });

  it("is not confused by names that every object has", async () => {
    put("storage.cfg", "dir: __proto__\n\tpath /a\n\ndir: constructor\n\t__proto__ x\n\tpath /b\n");
    put(conf, "__proto__: x\nconstructor: y\nscsi0: constructor:101/vm-101-disk-0.raw\nscsi1: __proto__:x\n");
    put("nodes/__proto__/qemu-server/103.conf", "name: a\n");
    put("facts/pve1/__proto__.txt", "x");
    put("facts/pve1/constructor.txt", "x");
    put("facts/pve1/pveversion.txt", "__proto__: 1\nqemu-server: 9.1.1\n");
    put(
      "facts/pve1/zfs-get.txt",
      "__proto__\t__proto__\tx\t-\ntank/__proto__\ttoString\tx\t-\ntank\t__proto__\tx\t-\ntank\tsync\tstandard\t-\n",
    );
    put(
      "facts/pve1/lsblk.json",
      '{"blockdevices": [{"name": "__proto__", "__proto__": {"polluted": true}}]}',
    );
    expect(await unreadable()).toEqual([
      "nodes/__proto__: is no node name",
      "facts/pve1/__proto__.txt: is no command output this version reads",
      "facts/pve1/constructor.txt: is no command output this version reads",
    ]);
    const [node] = (await read()).nodes;
    expect(node?.packages).toMatchObject({ value: { "qemu-server": "9.1.1" } });
    expect(node?.datasets).toMatchObject({
      value: [{ name: "tank", properties: { sync: { value: "standard" } } }],
    });
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("names each output of a command that is none, and reads the others", async () => {
    put("facts/pve1/pveversion.txt", "qemu-server: 9.1.1\n");
    put("facts/pve1/findmnt.json", `{"filesystems": ${'[{"children": '.repeat(100_000)}`);
    put("facts/pve1/lsblk.json", "");
    put("facts/pve1/uname.txt", "not a kernel\n");
    put("facts/pve1/zfs-get.json", '{"datasets": {"tank"');
    expect(await unreadable()).toEqual([
      "facts/pve1/findmnt.json: is nested too deeply",
      "facts/pve1/lsblk.json: is empty",
      "facts/pve1/uname.txt: is not one kernel release",
      "facts/pve1/zfs-get.json: is cut off",
    ]);
    const [node] = (await read()).nodes;
    expect(node?.packages).toMatchObject({ value: { "qemu-server": "9.1.1" } });
    expect(node?.mounts).toEqual({ failed: "is nested too deeply", source: "facts/pve1/findmnt.json" });
  });

  it("a link out of the folder is named and not followed; one inside it is", async () => {
    const elsewhere = join(tmpdir(), `lanekeeper-elsewhere-${pid}.txt`);
    writeFileSync(elsewhere, "name: secret\n");
    symlinkSync(elsewhere, at("nodes/pve1/qemu-server/102.conf"));
    symlinkSync("100.conf", at("nodes/pve1/qemu-server/103.conf"));
    expect(await unreadable()).toContain(
      "nodes/pve1/qemu-server/102.conf: is a link that leads out of the source",
    );
    expect((await read()).guests.map(({ vmid }) => vmid)).toEqual([100, 103]);
    rmSync(elsewhere);
  });
});
