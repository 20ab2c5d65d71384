import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { runFactsScript } from "../../test/support/fake-node.ts";
import { useTemporaryFolder } from "../../test/support/temporary-folder.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { collect } from "./collect.ts";

const folder = useTemporaryFolder();

const context = (stdin: Uint8Array = new Uint8Array()) => ({
  tool: { name: "lanekeeper", version: "0" },
  now: "2026-11-22T10:00:00.000Z",
  stdin: async () => stdin,
});

const mark = "0123456789abcdef0123456789abcdef";
const head = `lanekeeper-facts/1 ${mark} pve1 2026-11-20T08:00:00Z\n`;
const record = (file: string, body: string, exit = 0, command = "cat"): string =>
  `=${mark}= pve1 ${exit} ${file} | ${command}\n${body}\n`;
const tree = record("etc/pve/tree", "nodes/pve1\nnodes/pve1/lxc/501.conf");
const guest = record("etc/pve/nodes/pve1/qemu-server/101.conf", "name: a\n");
const end = `=${mark}= pve1 end\n`;

const read = (text: string | Uint8Array): Promise<ClusterSnapshot> =>
  collect(folder.put("f.txt", text), context());

describe("a facts file", () => {
  it("is recognised on standard input, packed, with CRLF and after what a login prints", async () => {
    const whole = head + tree + guest + record("uname.txt", "6.17.9-1-pve\n") + end;
    const plain = await read(whole);
    expect(plain.nodes).toEqual([
      { name: "pve1", kernel: { value: "6.17.9-1-pve", source: "facts/pve1/uname.txt" } },
    ]);
    expect(plain.takenAt).toBe("2026-11-20T08:00:00Z");
    expect(plain.containers).toEqual([{ vmid: 501, node: "pve1" }]);
    for (const text of [
      gzipSync(whole),
      Buffer.from(`Welcome!\n\n${whole}`),
      Buffer.from(whole.replaceAll("\n", "\r\n")),
    ]) {
      const told = await collect("-", context(text));
      expect(told.nodes).toEqual(plain.nodes);
      expect(told.guests[0]?.vmid).toBe(101);
    }
  });

  it("names a record it cannot read, and counts the others", async () => {
    const told = await read(
      head +
        tree +
        guest +
        record("findmnt.json", "{") +
        record("lsblk.json", "\0") +
        record("lvs.json", "", 127) +
        end,
    );
    expect(told.unreadable).toEqual([
      { path: "facts/pve1/findmnt.json", reason: "is cut off" },
      { path: "facts/pve1/lsblk.json", reason: "is binary, not text" },
      { path: "facts/pve1/lvs.json", reason: "exit code 127" },
    ]);
    expect(told.guests).toHaveLength(1);
  });

  it("passes over what a later version may ask, and optional answers that are not there", async () => {
    const told = await read(
      head + tree + guest + record("sensors.txt", "x") + record("zfs-get-direct.txt", "bad usage", 2) + end,
    );
    expect(told.unreadable).toEqual([]);
  });

  it("counts what a complaining command still said, not what a killed one did", async () => {
    const lvs = '{"report": [{"lv": [{"lv_name": "a", "vg_name": "b", "segtype": "linear"}]}]}';
    const node = async (exit: number) =>
      (await read(head + tree + guest + record("lvs.json", lvs, exit) + end)).nodes[0];
    expect(await node(5)).toMatchObject({ logicalVolumes: { value: [{ name: "a" }] } });
    expect(await node(124)).toMatchObject({ logicalVolumes: { failed: "exit code 124" } });
  });

  it("takes a marker-like line for what it is: part of an output", async () => {
    const forged = `=${mark.replace("0", "1")}= pve1 0 uname.txt | uname -r\n6.6.6-evil\n`;
    const config = `name: a\n#${forged}${forged}lanekeeper-facts/1 ${"f".repeat(32)} pve2 x\n`;
    const told = await read(head + tree + record("etc/pve/nodes/pve1/qemu-server/101.conf", config) + end);
    expect(told.nodes).toEqual([{ name: "pve1" }]);
    expect(told.guests[0]?.config).toBe(config);
  });

  it("cannot be forged by a config on the node", async () => {
    const evil = "name: a\n#\n=x= pve1 0 uname.txt | uname -r\n6.6.6-evil\n";
    const pve = folder.at("pve");
    folder.put("pve/nodes/pve1/qemu-server/101.conf", evil);
    const told = await read(runFactsScript(folder, "pve1", {}, pve));
    expect(told.guests.map(({ config }) => config)).toEqual([evil]);
    expect(told.nodes[0]?.kernel).toMatchObject({ value: "7.0.14-2-pve" });
  });

  it.each([0.2, 0.5, 0.9, 0.999])(
    "cut off after %d of it, says so and counts what is whole",
    async (share) => {
      const whole = runFactsScript(folder, "pve1");
      const outcome = await read(whole.subarray(0, whole.length * share)).catch((error: Error) => error);
      if (outcome instanceof Error)
        expect(outcome).toMatchObject({ code: "no-guests", message: expect.stringContaining("is cut off") });
      else {
        const { unreadable, guests } = outcome;
        expect(unreadable[0]?.reason).toBe("is cut off");
        const named = unreadable.filter(({ path }) => path.endsWith(".conf"));
        expect(named.length + guests.length).toBe((await read(whole)).guests.length);
      }
    },
  );

  it.each<readonly [what: string, text: string | Uint8Array, code: string, message: RegExp]>([
    [
      "no record",
      head,
      "no-guests",
      /no readable guest config \(1 unreadable, first facts\/pve1: is cut off\)$/,
    ],
    ["no guest", head + tree + end, "no-guests", /no readable guest config$/],
    [
      "a later version",
      head.replace("/1", "/2"),
      "newer-facts",
      /facts of version 2; this lanekeeper reads version 1$/,
    ],
    ["another head", "lanekeeper-facts\n", "not-a-source", /is nothing this reads/],
    [
      "binary after the head",
      Buffer.concat([Buffer.from(head), Buffer.alloc(1000)]),
      "no-guests",
      /is cut off/,
    ],
    ["100 MB of nothing", head + "x\n".repeat(5e7), "no-guests", /is cut off/],
    [
      "100 MB of records",
      head + `\n=${mark}= p 0 a | b\n`.repeat(2e6),
      "too-large",
      /more than 300000 records$/,
    ],
  ])("is refused in one line: %s", async (_, text, code, message) => {
    const error: unknown = await read(text).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "Failure", code, message: expect.stringMatching(message) });
    expect(String(error)).not.toContain("\n");
  });

  it("reads 100 MB within one output in a moment, and names it", async () => {
    const told = await read(head + tree + guest + record("findmnt.json", "=0123 \n".repeat(1.4e7)) + end);
    expect(told.unreadable).toEqual([
      { path: "facts/pve1/findmnt.json", reason: "is not an output of findmnt" },
    ]);
  });
});
