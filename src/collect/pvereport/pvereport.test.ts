import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClusterSnapshot } from "../../model/cluster.ts";
import { Failure } from "../../model/failure.ts";
import { collect } from "../collect.ts";
import { redact } from "../redact/redact.ts";

const whole = readFileSync(
  fileURLToPath(new URL("../../../test/support/texts/pvereport.txt", import.meta.url)),
  "utf8",
);

const read = (text: string | Uint8Array): Promise<ClusterSnapshot> =>
  collect("-", {
    tool: { name: "lanekeeper", version: "0" },
    now: "2026-12-24T10:00:00.000Z",
    stdin: async () => (typeof text === "string" ? Buffer.from(text) : text),
  });

const other = whole
  .replaceAll("pve1\n\n# date", "pve2\n\n# date")
  .replaceAll("/101.conf", "/111.conf")
  .replaceAll("/102.conf", "/112.conf")
  .replace("       101 web", "       111 web")
  .replace("       102 db ", "       112 db ");

describe("a pvereport", () => {
  it("gives the guests and containers of its node, byte for byte but for passwords", async () => {
    const { guests, containers, unreadable, sources, takenAt } = await read(whole);
    expect(sources).toEqual([{ kind: "pvereport", name: "-" }]);
    expect(takenAt).toBe("2026-11-22T09:00:00.000Z");
    expect(guests.map(({ vmid, node, path }) => [vmid, node, path])).toEqual([
      [101, "pve1", "nodes/pve1/qemu-server/101.conf"],
      [102, "pve1", "nodes/pve1/qemu-server/102.conf"],
    ]);
    expect(guests[0]?.config).toMatch(/^#Notes of the web server\n#\n# cat \/etc\/pve\/storage\.cfg\n/);
    expect(guests[0]?.config).toMatch(/\nsnaptime: 1700000000\n$/);
    expect(guests[1]?.config).toMatch(/\nscsihw: virtio-scsi-single\n$/);
    expect(containers).toEqual([{ vmid: 201, node: "pve1" }]);
    expect(unreadable).toEqual([
      {
        path: "nodes/pve2/qemu-server/*.conf",
        reason: "is in no source: a pvereport holds the guests of its own node only",
      },
    ]);
  });

  it("gives the cluster's files and nodes", async () => {
    const { files, nodes, nodesComplete } = await read(whole);
    expect(Object.keys(files).sort()).toEqual([
      "corosync.conf",
      "datacenter.cfg",
      "replication.cfg",
      "storage.cfg",
    ]);
    expect(files["replication.cfg"]).toBeNull();
    expect(files["storage.cfg"]).toMatch(/^dir: local\n\tpath .*secret|\*{10}\n\n$/s);
    expect(nodes.map(({ name }) => name)).toEqual(["pve1", "pve2"]);
    expect(nodesComplete).toBe(true);
  });

  it("never holds a password", async () => {
    expect(JSON.stringify(await read(whole))).not.toMatch(/open-sesame|secret-key/);
  });

  it("can be redacted", async () => {
    const text = JSON.stringify(redact(await read(whole)));
    expect(text).not.toMatch(/(?<!-)pve1|pve2|web|\btank\b|bulk|PHYF|192\.0\.2|wwn-0x|san\b/);
  });

  it("gives the facts of its node", async () => {
    const [node] = (await read(whole)).nodes;
    expect(node).toMatchObject({
      kernel: { value: "6.17.2-1-pve", source: "pvereport/pve1/pveversion" },
      packages: { value: { "qemu-server": "9.0.30" } },
      running: { value: { 101: true, 102: false } },
      logicalVolumes: { value: [{ volumeGroup: "san", name: "vm-102-disk-0", segtype: "linear" }] },
    });
    expect(Object.keys(node ?? {})).not.toContain("arc");
    expect(Object.keys(node ?? {})).not.toContain("datasets");
    const mounts = node?.mounts !== undefined && "value" in node.mounts ? node.mounts.value : [];
    expect(mounts.map(({ target, source }) => [target, source])).toContainEqual([
      "/bulk/iso images",
      "bulk/iso images",
    ]);
  });

  it("ties pools and disks together by the links of udev", async () => {
    const [node] = (await read(whole)).nodes;
    expect(node?.pools).toMatchObject({
      value: [
        { name: "bulk", state: "DEGRADED", capacity: 91, vdevs: [{ devices: ["/dev/sdc1", "/dev/sdd1"] }] },
        {
          name: "rpool",
          lastScrub: "2026-11-08T00:26:11.000Z",
          vdevs: [{ devices: ["/dev/sda3", "/dev/sdb3"] }],
        },
      ],
    });
    const disks =
      node?.blockDevices !== undefined && "value" in node.blockDevices ? node.blockDevices.value : [];
    expect(disks.map(({ name, rotational, transport }) => [name, rotational, transport])).toEqual([
      ["sda", false, "sata"],
      ["sdb", false, "sata"],
      ["sdc", true, "sas"],
      ["sdd", true, "sas"],
      ["sde", false, "iscsi"],
      ["zd0", false, undefined],
    ]);
    expect(disks[0]).toMatchObject({ model: "INTEL SSDSC2KB480G8", physicalSector: 4096 });
    expect(disks[0]?.children[2]).toMatchObject({ name: "sda3", fstype: "zfs_member", label: "rpool" });
    expect(disks[0]?.children[1]?.mountpoints).toEqual(["/boot/efi"]);
  });

  it("says nothing of how long ago a scrub was where the report has no date", async () => {
    const [node] = (await read(whole.replace(/# date -R\n.*\n\n/, ""))).nodes;
    expect(JSON.stringify(node?.pools)).not.toContain("lastScrub");
  });

  it.each<readonly [what: string, change: (text: string) => string]>([
    ["with CRLF", (text) => text.replaceAll("\n", "\r\n")],
    ["between CODE tags", (text) => `Here it is:\n[CODE]${text}[/CODE]\nThanks!\n`],
    ["indented", (text) => text.replace(/^/gm, "    ")],
    ["quoted", (text) => text.replace(/^/gm, "> ")],
  ])("is read %s", async (_, change) => {
    const { guests, nodes } = await read(change(whole));
    const plain = await read(whole);
    expect(guests.map(({ config }) => config.trimEnd())).toEqual(
      plain.guests.map(({ config }) => config.trimEnd()),
    );
    expect(nodes).toEqual(plain.nodes);
  });

  it("is one cluster with the report of another node, packed or in one text", async () => {
    const both = await read(gzipSync(whole + other));
    expect(both.guests.map(({ vmid }) => vmid)).toEqual([101, 102, 111, 112]);
    expect(both.contradictions).toBeUndefined();
    expect(both.unreadable).toEqual([]);
    expect(both.nodes.map(({ name, kernel }) => [name, kernel !== undefined])).toEqual([
      ["pve1", true],
      ["pve2", true],
    ]);
  });

  it("of a node that is alone says that it is", async () => {
    const alone = whole
      .replace(
        /# pvecm nodes\n[^#]*/,
        "# pvecm nodes\nError: Corosync config '/etc/pve/corosync.conf' does not exist - is this node part of a cluster?\n\n",
      )
      .replace(/2>\/dev\/null\n[^#]*/, "2>/dev/null\n\n");
    const { nodes, nodesComplete, files, unreadable } = await read(alone);
    expect([nodes.length, nodesComplete, files["corosync.conf"], unreadable]).toEqual([1, true, null, []]);
  });

  it("names what pvereport had no time for, and counts none of it", async () => {
    const slow = whole.replace(
      /(# zpool status\n(?:.*\n){6})[\s\S]*(?=\n# zpool list)/,
      "$1\nERROR: command 'zpool status' failed: got timeout\n\n",
    );
    const { nodes, unreadable } = await read(slow);
    expect(unreadable).toContainEqual({
      path: "pvereport/pve1/zpool status",
      reason: "pvereport had an error or ran out of time there",
    });
    expect(nodes[0]?.pools).toBeUndefined();
  });

  it("does not choose where a config holds what reads like a section", async () => {
    const forged =
      "#x\n\n# qm list\n      VMID NAME STATUS MEM(MB) BOOTDISK(GB) PID\n       101 web running 1 1 1\n";
    const { nodes, unreadable } = await read(whole.replace("#Notes of the web server\n", forged));
    expect(nodes[0]?.running).toBeUndefined();
    expect(unreadable).toContainEqual({
      path: "pvereport/pve1/qm list",
      reason: "comes twice: one of them is part of another file",
    });
  });

  it("names the guests that were cut out", async () => {
    const { guests, unreadable } = await read(
      whole.replace(/# cat \/etc\/pve\/qemu-server\/102[\s\S]*?(?=\n# pct)/, ""),
    );
    expect(guests.map(({ vmid }) => vmid)).toEqual([101]);
    expect(unreadable).toContainEqual({
      path: "nodes/pve1/qemu-server/102.conf",
      reason: "is not in the report, though `qm list` has the guest",
    });
  });

  it("without a host name tells no fact of a node", async () => {
    const { guests, nodes, unreadable } = await read(whole.replace(/# hostname\n.*\n/, ""));
    expect(guests.map(({ node }) => node)).toEqual([null, null]);
    expect(nodes).toEqual([]);
    expect(unreadable[0]?.path).toBe("hostname");
  });

  // Whatever is left of a report, nothing in it may say more than the whole one does.
  it("cut off anywhere, is refused or says less", async () => {
    const full = await read(whole);
    const configs = new Set(full.guests.map(({ config }) => config));
    const facts = new Map(
      Object.entries(full.nodes[0] ?? {}).map(([fact, told]) => [fact, JSON.stringify(told)]),
    );
    for (let end = 0; end < whole.length; end++) {
      const cut = await read(whole.slice(0, end)).catch((error: unknown) => error);
      if (!(cut instanceof Error)) {
        const { guests, nodes, unreadable } = cut as ClusterSnapshot;
        for (const { config } of guests) expect(configs).toContain(config);
        for (const [fact, told] of Object.entries(nodes[0] ?? {}))
          if (fact !== "pools" && fact !== "blockDevices") expect(JSON.stringify(told)).toBe(facts.get(fact));
        if (!/\n# vgs/.test(whole.slice(0, end))) expect(JSON.stringify(unreadable)).toContain("is cut off");
      } else expect(cut).toBeInstanceOf(Failure);
    }
  });

  it("of megabytes of sections is read without hanging", async () => {
    for (const piece of [
      "\n# pvs\n",
      "\n==== info about volumes ====\n",
      "\n==== general system info ====\n",
      "> ",
    ]) {
      const outcome = await read(`${whole}${piece.repeat(2e5)}`).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(Failure);
    }
  });

  it("with junk within is refused or read", async () => {
    const lines = whole.split("\n");
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.nat(lines.length - 1),
            fc.oneof(fc.string(), fc.constantFrom("", "ERROR: x", "# qm list")),
          ),
          {
            maxLength: 8,
          },
        ),
        async (changes) => {
          const broken = [...lines];
          for (const [at, line] of changes) broken[at] = line;
          const outcome = await read(broken.join("\n")).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(Failure);
        },
      ),
      { numRuns: 100 },
    );
  });
});
