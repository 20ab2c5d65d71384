import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../../../test/support/temporary-folder.ts";
import type { ClusterSnapshot } from "../../model/cluster.ts";
import { Failure } from "../../model/failure.ts";
import { collect } from "../collect.ts";

const folder = useTemporaryFolder();
const collected = (from: string, text: string): Promise<ClusterSnapshot> =>
  collect(from, {
    tool: { name: "lanekeeper", version: "0" },
    now: "2026-11-22T10:00:00.000Z",
    stdin: async () => Buffer.from(text),
  });
const read = (text: string): Promise<ClusterSnapshot> => collected("-", text);
const refusal = async (text: string): Promise<unknown> => read(text).catch((error: unknown) => error);

const web = "boot: order=scsi0\ncores: 2\nmemory: 4096\nname: web\nscsi0: tank:vm-201-disk-0,size=32G\n";
const db = "boot: order=scsi0\ncores: 4\nmemory: 8192\nname: db\nscsi0: san:vm-302-disk-0,size=64G\n";
const storage = "zfspool: tank\n\tpool rpool/data\n\tcontent images\n";

const found = async (text: string) =>
  (await read(text)).guests.map(({ vmid, node, config }) => [vmid, node, config]);
const reasons = async (text: string) => (await read(text)).unreadable.map(({ reason }) => reason);

describe("pasted text", () => {
  it("takes guest and node from the prompts", async () => {
    const text = `root@pve1:~# qm config 201 --current\n${web}root@pve1:~# cat /etc/pve/nodes/pve2/qemu-server/302.conf\n${db}root@pve1:~# cat /etc/pve/storage.cfg\n${storage}root@pve1:~# \n`;
    expect(await found(text)).toEqual([
      [201, "pve1", web],
      [302, "pve2", db],
    ]);
    const { files, nodes, nodesComplete, sources, unreadable } = await read(text);
    expect(files["storage.cfg"]).toBe(`${storage}\n`);
    expect(nodes).toEqual([{ name: "pve1" }, { name: "pve2" }]);
    expect([nodesComplete, unreadable]).toEqual([false, []]);
    expect(sources).toEqual([{ kind: "pasted", name: "-" }]);
  });

  it("says that qm config shows pending changes as in force", async () => {
    expect(await reasons(`root@pve1:~# qm config 201\n${web}`)).toEqual([
      "`qm config 201` shows them as if in force; `qm config 201 --current` does not",
    ]);
  });

  it.each([
    ["201.conf:", [201, null]],
    ["==> /etc/pve/qemu-server/201.conf <==", [201, null]],
    ["# cat /etc/pve/nodes/pve3/qemu-server/201.conf", [201, "pve3"]],
    ["# qm config 201 --current", [201, null]],
    ["[root@pve4 ~]# qm config 201 --current", [201, "pve4"]],
    ["root@pve5:/etc/pve# sudo qm config 201 --current", [201, "pve5"]],
  ])("takes it from %j", async (label, expected) => {
    expect((await found(`${label}\n${web}`)).map(([vmid, node]) => [vmid, node])).toEqual([expected]);
  });

  it("takes it from the name of the file", async () => {
    const { guests, unreadable } = await collected(folder.put("201.conf", "name: a\ncores: 1\n"), "");
    expect(guests).toEqual([
      { vmid: 201, node: null, config: "name: a\ncores: 1\n", path: "pasted/201.conf" },
    ]);
    expect(unreadable).toEqual([]);
  });

  it("divides configs without a name where one says a thing again, and says whose they are taken for", async () => {
    expect(await found(`${web}\n${db}\n\n${storage}`)).toEqual([
      [201, null, web],
      [302, null, db],
    ]);
    expect(await reasons(`${web}\n${db}`)).toEqual([
      "nothing above says it; 201 is taken from the names of its volumes",
      "nothing above says it; 302 is taken from the names of its volumes",
    ]);
  });

  it("gives a config without any vmid one that no guest has, and says so", async () => {
    const plain = "name: lab\nmemory: 512\nscsi0: /dev/sdz\n";
    expect((await found(`${plain}\n${plain}`)).map(([vmid]) => vmid)).toEqual([999_999_999, 999_999_998]);
    expect(await reasons(plain)).toEqual([
      "nothing above says it (the guest is named lab); 999999999 stands for it, so no command with it is to be run",
    ]);
    const stranger = "memory: 512\nscsi0: a:vm-201-disk-0\nscsi1: a:vm-202-disk-0\n";
    expect((await found(stranger)).map(([vmid]) => vmid)).toEqual([999_999_999]);
  });

  it("keeps sections with their config, and does not take the next config for one of them", async () => {
    const snapshot = "[before]\nmemory: 1\nname: web\n";
    expect(await found(`${web}\n${snapshot}\n${db}`)).toEqual([
      [201, null, `${web}\n${snapshot}`],
      [302, null, db],
    ]);
  });

  it("does not take what follows a config for more of it", async () => {
    expect(await found(`root@pve1:~# qm config 201 --current\n${web}\n${db}`)).toEqual([
      [201, "pve1", web],
      [302, null, db],
    ]);
  });

  it("does not guess where two configs meet without an empty line", async () => {
    const error = await refusal(web + db);
    expect(error).toMatchObject({ code: "no-guests", message: expect.stringContaining("has `boot` twice") });
  });

  it.each<readonly [what: string, change: (text: string) => string]>([
    ["with CRLF", (text) => text.replaceAll("\n", "\r\n")],
    ["indented", (text) => text.replace(/^(?=.)/gm, "    ")],
    ["between CODE tags", (text) => `[CODE]\n${text}[/CODE]\n`],
    ["in a fence", (text) => `\`\`\`conf\n${text}\`\`\`\n`],
    ["double-spaced", (text) => text.replaceAll("\n", "\n\n")],
  ])("is read %s", async (_, change) => {
    const [guest] = await found(change(web));
    expect([guest?.[0], String(guest?.[2]).replace(/\n+/g, "\n")]).toEqual([201, web]);
  });

  it("names what is no config", async () => {
    const text = `Hello, here is my config:\n\n${web}\nroot@pve1:~# zpool status\n  pool: tank\n state: ONLINE\n`;
    const { guests, unreadable } = await read(text);
    expect(guests).toHaveLength(1);
    expect(unreadable.map(({ path, reason }) => [path, reason])).toEqual([
      ["pasted:1", "is no config"],
      ["pasted:10", "is below `zpool status`, which is not read here"],
      ["pasted:3 vmid", "nothing above says it; 201 is taken from the names of its volumes"],
    ]);
  });

  it("shows no password", async () => {
    const text = `${web}cipassword: open-sesame\n\npbs: b\n\tserver 192.0.2.9\n\tpassword open-sesame\n`;
    expect(JSON.stringify(await read(text))).not.toContain("open-sesame");
  });

  it.each(["hello\n", "name: x\n", "key: value\nother: thing\n", "lanekeeper-facts\n", "memory lane: no\n"])(
    "refuses %j and says what it looked for",
    async (text) => {
      expect(await refusal(text)).toMatchObject({
        code: "not-a-source",
        message: expect.stringMatching(
          /no bundle, no facts, no pvereport, no guest config and no storage\.cfg/,
        ),
      });
    },
  );

  it("refuses or reads anything", async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        web,
        db,
        storage,
        "\n",
        "[x]\n",
        "root@p:~# ",
        "qm config 201\n",
        "201.conf:\n",
        "#x\n",
      ),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const outcome = await refusal(pieces.join(""));
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(Failure);
      }),
      { numRuns: 300 },
    );
  });

  it("reads megabytes of junk without hanging", async () => {
    const junk = [
      " ".repeat(4e6),
      "a@b:".repeat(1e6),
      "a/".repeat(2e6),
      "\n".repeat(2e6),
      `${"a".repeat(2e6)}: x`,
    ];
    for (const text of junk) expect(await refusal(`x${text}`)).toBeInstanceOf(Failure);
  });
});
