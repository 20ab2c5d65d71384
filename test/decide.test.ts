import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import type { DecideOutput } from "../src/model/decision.ts";
import { runCli } from "./support/run-cli.ts";
import { useTemporaryFolder } from "./support/temporary-folder.ts";

const folder = useTemporaryFolder();

const demo = ["decide", "--demo"] as const;

async function decided(...args: readonly string[]): Promise<DecideOutput> {
  const { out, err } = await runCli(["decide", ...args, "--format", "json"]);
  expect(err).toBe("");
  return JSON.parse(out);
}

const argvOf = ({ commands: [first] }: DecideOutput): string => first?.argv.join(" ") ?? "";

describe("the page of decide", () => {
  const page = readFileSync(fileURLToPath(new URL("../docs/topics/decide.md", import.meta.url)), "utf8");
  const examples = [...page.matchAll(/^\$ lanekeeper (.+)\n([\s\S]*?)```/gm)].map(
    ([, line = "", text = ""]) => [line, text] as const,
  );

  it("has examples", () => expect(examples.length).toBeGreaterThanOrEqual(3));

  it.each(examples)("prints what it says: %s", async (line, text) => {
    const { out, err } = await runCli(line.split(" "));
    expect((out === "" ? err : out).slice(0, text.length)).toBe(text);
  });
});

describe("a cluster without a guest", () => {
  const copyOf = (storages: string): string => {
    folder.put("pve/nodes/pve1/qemu-server/.keep");
    folder.put("pve/nodes/pve2/qemu-server/.keep");
    return folder.put("pve/storage.cfg", storages).replace("/storage.cfg", "");
  };
  const wish = ["--mobility", "mobile", "--os", "linux"];

  it("gets its first one, and is no cluster to audit", async () => {
    const pve = copyOf("lvm: san\n\tvgname vg\n\tshared 1\n\tcontent images\n");
    const output = await decided("--from", pve, ...wish);
    expect(argvOf(output)).toMatch(/^qm create 100 .*--scsi0 san:32,aio=io_uring,/);
    expect(output.notes).toContain("san is the only one that fits");
    expect(await runCli(["audit", "--from", pve])).toMatchObject({
      code: 2,
      err: expect.stringContaining("holds no readable guest config"),
    });
  });

  it("is none where its storages or a guest could not be read", async () => {
    const refused = { code: 2, err: expect.stringContaining("holds no readable guest config") };
    const pve = copyOf("lvm: san\n\tvgname vg\n\tcontent images\n");
    folder.put("pve/nodes/pve1/qemu-server/100.conf", new Uint8Array([0xff, 0x00]));
    expect(await runCli(["decide", "--from", pve, ...wish])).toMatchObject(refused);
    folder.put("bare/nodes/pve1/qemu-server/.keep");
    expect(await runCli(["decide", "--from", folder.at("bare"), ...wish])).toMatchObject(refused);
  });
});

describe("what cannot be had is 2, with the reason", () => {
  it.each([
    [["--mobility", "mobile", "--storage", "dir", "--os", "linux"], "not shared"],
    [["--mobility", "mobile", "--storage", "zfspool", "--os", "linux"], "only fail over"],
    [["--mobility", "failover", "--storage", "nfs", "--os", "linux"], "ask for mobile"],
    [["--mobility", "failover", "--storage", "lvmthin", "--os", "windows"], "only zfspool volumes"],
    [["--mobility", "pinned", "--storage", "iscsi", "--os", "linux"], "no type of storage for new disks"],
    [["--mobility", "pinned", "--os", "linux"], "no storage was named"],
    [["--mobility", "mobile", "--storage", "rbd"], "--os not given"],
    [["--storage", "rbd"], "--mobility, --os not given"],
    [
      ["--demo", "--mobility", "mobile", "--storage", "nope", "--os", "linux"],
      "no storage nope in this cluster",
    ],
    [["--demo", "--mobility", "failover", "--storage", "SSD-r10", "--os", "linux"], "on pve3 only"],
    [["--demo", "--mobility", "pinned", "--storage", "truenas", "--os", "linux"], "makes no volumes"],
    [["--demo", "--mobility", "pinned", "--storage", "local", "--os", "linux"], "past ARC"],
    [
      ["--demo", "--mobility", "pinned", "--storage", "SSD-r10", "--node", "pve1", "--os", "linux"],
      "not on pve1",
    ],
    [
      ["--demo", "--mobility", "mobile", "--os", "linux", "--device", "0000:81:00"],
      "ties the guest to its node",
    ],
    [["--demo", "--mobility", "pinned", "--os", "linux", "--device", "no-such"], "no PCI mapping no-such"],
    [["--demo", "--mobility", "mobile", "--os", "linux", "--vmid", "201"], "201 is taken"],
    [["--demo", "--mobility", "mobile", "--os", "linux", "--node", "pve9"], "no node pve9"],
    [["--demo", "--mobility", "mobile", "--os", "linux", "--intent", "lane:local"], "two lanes"],
    [["--demo", "--mobility", "mobile", "--os", "linux", "--name", "a b"], "DNS name"],
    [["--demo", "--mobility", "mobile", "--os", "linux", "--size", "0"], "from 1 on"],
    [["--demo", "--mobility", "mobile", "--os", "linux", "--device", "x;y"], "PCI address"],
    [["--demo", "--like", "999"], "no guest 999"],
    [[], "--mobility, --storage, --os not given"],
    [["--demo", "--mobility", "mobile", "--os", "linux", "--memory", "15"], "from 16 on"],
    [["--demo", "--mobility", "mobile", "--os", "linux", "--as", "qm", "--format", "json"], "cannot be used"],
    [["--mobility", "pinned", "--storage", "nfs", "--os", "linux", "--intent", "lane:local"], "shared lane"],
    [["--from", "fixtures/stock-single-node", "--mobility", "mobile", "--os", "linux"], "--mobility pinned"],
  ])("%j", async (args, words) => {
    const { code, out, err } = await runCli(["decide", ...args]);
    expect(err).toContain(words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.split("\n")[0]).toMatch(/^lanekeeper: /);
  });
});

describe("the answer", () => {
  it("is the matrix on the storage that is there: a domain controller on the shared lane", async () => {
    const output = await decided(
      "--demo",
      "--mobility",
      "mobile",
      "--os",
      "windows",
      "--intent",
      "infrastructure",
      "--vmid",
      "303",
    );
    expect(output).toMatchObject({
      lane: "shared",
      quadrant: { role: "generalized", os: "windows" },
      storage: { id: "san-lvm", type: "lvm", node: "pve1" },
      findings: [],
    });
    expect(argvOf(output)).toBe(
      "qm create 303 --ostype win11 --bios ovmf --machine q35 --cores 4 --cpu x86-64-v2-AES --memory 8192 --balloon 0 --agent enabled=1 --tags infrastructure --scsihw virtio-scsi-single --efidisk0 san-lvm:1,efitype=4m,pre-enrolled-keys=1 --tpmstate0 san-lvm:1,version=v2.0 --scsi0 san-lvm:80,aio=io_uring,cache=none,discard=on,iothread=1,ssd=1",
    );
    expect(output.checklist.map(({ os }) => os)).toEqual(output.checklist.map(() => "windows"));
    expect(output.open.map(({ rule }) => rule)).toEqual(["drive/ssd-on-spinning-disk"]);
  });

  it("writes back only where a device surely pins a disposable guest to a disk that is not ZFS", async () => {
    const windows = [
      "--demo",
      "--mobility",
      "pinned",
      "--os",
      "windows",
      "--role",
      "specialty",
      "--node",
      "pve3",
    ];
    const thin = [...windows, "--storage", "local-ssd-2tb-qvo"];
    const device = ["--device", "0000:81:00"];
    expect(argvOf(await decided(...thin, ...device, "--intent", "disposable"))).toContain("cache=writeback");
    expect(argvOf(await decided(...thin, "--intent", "disposable"))).toContain("cache=none");
    expect(argvOf(await decided(...thin, ...device))).toContain("cache=none");
    const zfs = [...windows, "--storage", "SSD-r10", ...device, "--intent", "disposable"];
    expect(argvOf(await decided(...zfs))).toContain("cache=none");
  });

  it("is none on Linux, disposable and pinned or not", async () => {
    const asked = ["--demo", "--mobility", "pinned", "--os", "linux", "--storage", "local-ssd-2tb-qvo"];
    const device = ["--device", "0000:81:00"];
    const output = await decided(...asked, "--node", "pve3", ...device, "--intent", "disposable");
    expect(argvOf(output)).toContain("cache=none");
  });

  it("says of a PCI address whose device it has to be, and who may give it", async () => {
    const args = ["--demo", "--mobility", "pinned", "--os", "linux", "--device"];
    const { notes, storage } = await decided(...args, "0000:81:00");
    expect(notes.join("\n")).toContain(`0000:81:00 has to be a device of ${storage.node}`);
    expect(notes.join("\n")).toContain("only root@pam");
  });

  it("answers pinned on shared storage with a note", async () => {
    const output = await decided("--demo", "--mobility", "pinned", "--storage", "san-lvm", "--os", "linux");
    expect(output.notes.join()).toContain("shared storage under a guest that need not move");
  });

  it("takes the node's own CPU only where the guest really stays", async () => {
    const pinned = ["--demo", "--mobility", "pinned", "--os", "linux", "--storage"];
    const cpuOn = async (...args: readonly string[]) => {
      const { lane, settings } = await decided(...pinned, ...args);
      return [lane, settings.find(({ key }) => key === "cpu")];
    };
    const stays = { value: "host", why: expect.stringContaining("stays on its node") };
    const moves = { value: "x86-64-v2-AES", why: expect.stringContaining("the same on unlike nodes") };
    expect(await cpuOn("san-lvm")).toMatchObject(["shared", moves]);
    expect(await cpuOn("san-lvm", "--device", "0000:81:00")).toMatchObject(["local", stays]);
    expect(await cpuOn("SSD-r10")).toMatchObject(["local", stays]);
  });

  it("leaves ssd out on spinning disks, and does not offer them by itself", async () => {
    const args = ["--demo", "--mobility", "pinned", "--os", "linux"];
    expect(argvOf(await decided(...args, "--storage", "local-zfs-hdd-8tb-r10"))).not.toContain("ssd=1");
    const { storages = [] } = await decided(...args);
    const hdd = storages.find(({ id }) => id === "local-zfs-hdd-3tb-mirror");
    expect(hdd).toMatchObject({
      verdict: "unwise",
      reasons: ["on spinning disks", "94 % full", expect.anything()],
    });
  });

  it("does not declare a boot disk sequential, and says what to make instead", async () => {
    const output = await decided(
      "--demo",
      "--mobility",
      "pinned",
      "--storage",
      "SSD-r10",
      "--os",
      "linux",
      "--intent",
      "sequential",
    );
    expect(argvOf(output)).not.toContain("sequential");
    // A dataset of its own first: two storages on one would show each other's volumes.
    expect(output.notes.join()).toContain(
      "zfs create SSD-r10/64k on pve3, then pvesm add zfspool SSD-r10-64k --pool SSD-r10/64k --content images --sparse 1 --blocksize 64k --nodes pve3",
    );
    expect(output.notes.join()).toContain("--scsi1 SSD-r10-64k:<GiB>,cache=none,discard=on,iothread=1,ssd=1");
    const anywhere = ["--mobility", "pinned", "--storage", "zfspool", "--os", "linux"];
    expect((await decided(...anywhere, "--intent", "sequential")).notes.join()).toContain(
      "zfs create <pool>/64k on every node that has the pool, then pvesm add zfspool <storage>-64k --pool <pool>/64k",
    );
    const both = ["--demo", "--mobility", "failover", "--os", "linux", "--storage", "local-zfs-ssd-8tb-r10"];
    expect((await decided(...both, "--intent", "sequential")).notes.join()).toMatch(
      /zfs create \S+\/64k on pve1 and pve2, then .* --nodes pve1,pve2,/,
    );
  });

  it("says once that a storage is not sparse", async () => {
    const thick = ["--demo", "--mobility", "pinned", "--os", "linux", "--storage", "local-zfs-ssd-8tb-r10"];
    const { notes } = await decided(...thick);
    expect(notes.filter((note) => note.includes("sparse"))).toHaveLength(1);
  });

  it("does not make up an id where not all guests were read", async () => {
    folder.put("storage.cfg", "rbd: ceph\n\tpool rbd\n\tcontent images\n");
    folder.put("101.conf", "ostype: l26\n");
    const args = ["--from", folder.at(""), "--mobility", "mobile", "--os", "linux"];
    expect(argvOf(await decided(...args))).toMatch(/^qm create <vmid> .*--scsi0 ceph:32,/);
  });

  it("is like the guest that is named, but for a storage that does not fit", async () => {
    const like = await decided("--demo", "--like", "401");
    expect(like).toMatchObject({ lane: "replicated", quadrant: { os: "linux" } });
    expect(like.commands[1]?.argv.slice(0, 2)).toEqual(["pvesr", "create-local-job"]);
    const template = await decided("--demo", "--like", "1903");
    expect(template.storage).toMatchObject({ id: "SSD-r10", node: "pve3" });
    expect(argvOf(template)).toContain("--memory 32768");
    expect(argvOf(await decided("--demo", "--like", "1903", "--memory", "4096"))).toContain("--memory 4096");
  });

  it.each([[], ["--mobility", "mobile", "--os", "windows"]])(
    "speaks of one node, that of the guest it is like: %j",
    async (...args) => {
      const like = ["--demo", "--like", "302", ...args];
      const { storage, api, storages = [] } = await decided(...like);
      expect(storage).toMatchObject({ id: "san-lvm", node: "pve3" });
      expect(api[0]?.path).toBe("/nodes/pve3/qemu");
      const { out } = await runCli(["decide", ...like]);
      expect(out.split("\n")[0]).toContain("on san-lvm (lvm) of pve3");
      const reasons = storages.flatMap((choice) => choice.reasons).join("; ");
      expect(new Set(reasons.match(/not on \w+/g))).toEqual(new Set(["not on pve3"]));
    },
  );

  it("shows what a site's own rules have against it, and exits with 1", async () => {
    folder.put(
      "lanekeeper.yaml",
      'rules:\n  tagged: { subject: guest, severity: error, fails: size(guest.tags) == 0, message: "no tag" }\n',
    );
    const given = { folder: folder.at("") };
    const args = [...demo, "--policy", "lanekeeper.yaml", "--mobility", "mobile", "--os", "linux"];
    expect(await runCli(args, given)).toMatchObject({
      code: 1,
      out: expect.stringContaining("no tag (custom/tagged)"),
    });
    expect(await runCli([...args, "--intent", "write-heavy"], given)).toMatchObject({ code: undefined });
  });
});

describe("a cluster with all sorts of storage", () => {
  beforeEach(() => {
    folder.put("nodes/a/qemu-server/101.conf", "ostype: l26\n");
    folder.put("nodes/b/lxc/102.conf", "arch: amd64\n");
    folder.put("nodes/c/qemu-server/103.conf", "ostype: other\nscsi0: ceph:vm-103-disk-0,size=8G\n");
    folder.put("replication.cfg");
    folder.put(
      "mapping/pci.cfg",
      "gpu\n\tmap node=c,path=0000:01:00.0,id=1:2\n\nvf\n\tlive-migration-capable 1\n\tmap node=a,path=0000:02:00.0,id=1:2\n",
    );
    const entries = [
      "rbd: ceph\n\tnodes a,c",
      "lvm: dir\n\tvgname x\n\tshared 1",
      "zfspool: tank\n\tpool tank\n\tsparse 1",
      "zfspool: off\n\tpool tank\n\tdisable",
      "cephfs: fs\n\tshared 1",
      "rbd: gone\n\tnodes z",
    ];
    folder.put("storage.cfg", entries.map((entry) => `${entry}\n\tcontent images\n`).join("\n"));
  });

  const pinned = ["--mobility", "pinned", "--os", "linux"];

  it("says one reason of what cannot hold a disk at all", async () => {
    const { storages = [] } = await decided(
      "--from",
      folder.at(""),
      "--mobility",
      "failover",
      "--os",
      "linux",
    );
    const reasons = Object.fromEntries(storages.map((storage) => [storage.id, storage.reasons]));
    expect(reasons).toMatchObject({
      off: ["disabled"],
      fs: ["cephfs holds no disks of guests"],
      gone: ["on no node of this cluster"],
      ceph: [expect.stringContaining("ask for mobile")],
    });
  });

  it("takes a name for an id first, and then for a type", async () => {
    const storageOf = async (name: string): Promise<string | null> =>
      (await decided("--from", folder.at(""), ...pinned, "--storage", name)).storage.id;
    expect([await storageOf("dir"), await storageOf("lvm"), await storageOf("rbd")]).toEqual([
      "dir",
      "dir",
      "ceph",
    ]);
  });

  it("makes a guest where its mapped device is, and moves it only there", async () => {
    const from = ["decide", "--from", folder.at("")];
    expect(await decided(...from.slice(1), ...pinned, "--device", "gpu")).toMatchObject({
      storage: { node: "c" },
    });
    const asked = [
      [[...pinned, "--device", "gpu", "--node", "a"], "gpu is not on a\n  its mapping has it on c"],
      [
        ["--mobility", "mobile", "--os", "linux", "--device", "vf"],
        "ceph, dir: shared, but with vf on a only",
      ],
      [
        ["--mobility", "failover", "--os", "linux", "--device", "vf"],
        "with vf on a only: no node for a replica",
      ],
    ] as const;
    for (const [args, words] of asked)
      expect(await runCli([...from, ...args])).toMatchObject({
        code: 2,
        err: expect.stringContaining(words),
      });
  });

  it("tells HA's nodes where not all have the disk", async () => {
    const { notes } = await decided(
      "--from",
      folder.at(""),
      "--mobility",
      "mobile",
      "--os",
      "linux",
      "--storage",
      "ceph",
    );
    expect(notes.join()).toContain("HA may use only a, c");
    const failover = [
      "--demo",
      "--mobility",
      "failover",
      "--os",
      "linux",
      "--storage",
      "local-zfs-ssd-8tb-r10",
    ];
    expect((await decided(...failover)).notes.join()).toContain("HA may use only pve1, pve2");
  });

  it("is like no container, and asks the system of a guest that has another", async () => {
    const like = async (vmid: string): Promise<string> =>
      (await runCli(["decide", "--from", folder.at(""), "--like", vmid])).err;
    expect(await like("102")).toContain("102 is a container");
    expect(await like("103")).toContain("--os not given");
  });
});

describe("the terminal", () => {
  it.each(["80", "160"])("at %s columns", async (columns) => {
    const env = { LANG: "C.UTF-8", COLUMNS: columns };
    const args = [...demo, "--mobility", "failover", "--os", "windows", "--name", "pki-03"];
    const { out } = await runCli(args, { env });
    await expect(out).toMatchFileSnapshot(`golden/decide-${columns}.txt`);
    const longest = Math.max(...out.split("\n").map((line) => [...line].length));
    expect(longest).toBeLessThanOrEqual(Number(columns));
  });

  it("keeps an option and its value on one line, and any line within a narrow terminal", async () => {
    const args = [...demo, "--mobility", "pinned", "--os", "windows", "--device", "0000:81:00"];
    const { out } = await runCli(args, { env: { LANG: "C.UTF-8", COLUMNS: "80" } });
    expect(out).not.toMatch(/--\w+ \\$/m);
    const narrow = await runCli(args, { env: { LANG: "C.UTF-8", COLUMNS: "40" } });
    expect(Math.max(...narrow.out.split("\n").map((line) => [...line].length))).toBeLessThanOrEqual(40);
    expect(narrow.out).not.toContain("…");
  });

  it("prints the notes of its own audit with the answer", async () => {
    const { out } = await runCli([...demo, "--like", "401"]);
    expect(out).toContain("(volume/thick-zvol)");
    expect(out).toContain("✓ passes its own audit, 1 note");
  });

  it("shows in brackets what nobody writes", async () => {
    const { out } = await runCli([...demo, "--mobility", "pinned", "--os", "linux"]);
    expect(out).toMatch(/^ {2}aio +\(io_uring\) +left out: io_uring is/m);
  });

  it("is ASCII where it has to be", async () => {
    const { out } = await runCli([...demo, "--mobility", "failover", "--os", "windows", "--ascii"]);
    expect(out).toMatch(/^[\n\x20-\x7e]*$/);
  });
});
