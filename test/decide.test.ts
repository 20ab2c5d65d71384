import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
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

describe("what cannot be had is 2, with the reason", () => {
  it.each([
    [["--mobility", "mobile", "--storage", "dir", "--os", "linux"], "not shared"],
    [["--mobility", "mobile", "--storage", "zfspool", "--os", "linux"], "only fail over"],
    [["--mobility", "failover", "--storage", "nfs", "--os", "linux"], "ask for mobile"],
    [["--mobility", "failover", "--storage", "lvmthin", "--os", "windows"], "only zfspool volumes"],
    [["--mobility", "pinned", "--storage", "iscsi", "--os", "linux"], "no type of storage for new disks"],
    [["--mobility", "pinned", "--os", "linux"], "no storage was named"],
    [["--mobility", "mobile", "--storage", "rbd"], "--os not given"],
    [["--storage", "rbd"], "--mobility and --os not given"],
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

  it("answers pinned on shared storage with a note", async () => {
    const output = await decided("--demo", "--mobility", "pinned", "--storage", "san-lvm", "--os", "linux");
    expect(output.notes.join()).toContain("shared storage under a guest that need not move");
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
    expect(output.notes.join()).toContain("--blocksize 64k");
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

describe("the forms of one answer say the same", () => {
  const wishes = [
    ["--demo", "--mobility", "failover", "--os", "windows", "--name", "pki-03", "--intent", "infrastructure"],
    ["--demo", "--mobility", "mobile", "--os", "linux"],
    ["--mobility", "pinned", "--storage", "cifs", "--os", "linux"],
    ["--mobility", "pinned", "--storage", "btrfs", "--os", "windows", "--device", "gpu"],
  ];

  it.each(wishes)("%s %s %s …", async (...args) => {
    const output = await decided(...args);
    const [, , , ...flags] = output.commands[0]?.argv ?? [];
    const options = Object.fromEntries(
      flags.flatMap((flag, at) => (at % 2 === 0 ? [[flag.slice(2), flags[at + 1] ?? ""]] : [])),
    );
    const { vmid: _, ...body } = output.api[0]?.body ?? {};
    expect(Object.fromEntries(Object.entries(body).map(([key, value]) => [key, String(value)]))).toEqual(
      options,
    );

    const [, ...keys] = (options["scsi0"] ?? "").split(",");
    const tasks: readonly Record<string, Record<string, unknown>>[] = parse(output.ansible);
    const disk = tasks[1]?.["community.proxmox.proxmox_disk"] ?? {};
    const said = ["aio", "cache", "discard", "iothread", "ssd"].flatMap((key) =>
      disk[key] === undefined ? [] : [`${key}=${disk[key] === true ? "1" : disk[key]}`],
    );
    expect(said).toEqual(keys);
    const guest = tasks[0]?.["community.proxmox.proxmox_kvm"] ?? {};
    expect(guest["scsihw"]).toBe(options["scsihw"]);
    expect(String(guest["balloon"] ?? "")).toBe(options["balloon"] ?? "");
    expect(guest["efidisk0"] !== undefined).toBe(options["efidisk0"] !== undefined);

    for (const key of keys.filter((part) => !part.endsWith("=1"))) {
      const [name = "", value = ""] = key.split("=");
      expect(output.terraform).toMatch(new RegExp(`^    ${name} += "${value}"$`, "m"));
    }
    expect(output.terraform).toMatch(options["balloon"] === "0" ? /floating += 0$/m : /floating += [1-9]/);
  });

  it("tells Terraform what is in force where nothing is written, because its provider writes io_uring then", async () => {
    const { terraform, settings } = await decided(
      "--mobility",
      "pinned",
      "--storage",
      "cifs",
      "--os",
      "linux",
    );
    expect(settings.find(({ key }) => key === "aio")).toMatchObject({ value: null, source: "source" });
    expect(terraform).toMatch(/aio += "native"/);
    const btrfs = await decided("--mobility", "pinned", "--storage", "btrfs", "--os", "linux");
    expect(btrfs.terraform).toMatch(/cache += "writeback"/);
    expect(argvOf(btrfs)).not.toContain("cache=");
  });

  it.each(["qm", "terraform", "ansible", "api", "checklist"])(
    "--as %s prints it alone, without colour",
    async (form) => {
      const args = [...demo, "--mobility", "mobile", "--os", "linux", "--as", form, "--color", "always"];
      const { out, code } = await runCli(args);
      expect(code).toBeUndefined();
      expect(out).not.toContain("\x1b");
      expect(out).not.toContain("lane,");
      expect(out.length).toBeGreaterThan(50);
    },
  );
});

describe("the form", () => {
  it("asks what was not said, again until it is an answer", async () => {
    const asked: string[] = [];
    const answers = ["perhaps", "2", "san-lvm", "1", "l", "", "generalized", "nonsense", "write-heavy"];
    const ask = async (question: string): Promise<string> => {
      asked.push(question);
      return answers.shift() ?? "";
    };
    const { out, err } = await runCli([...demo], { ask });
    expect(err).toBe("");
    expect(out).toContain("- these do not fit -");
    expect(out).toContain("needs no replica");
    expect(out).toContain("replicated lane, generalized Linux");
    expect(answers).toEqual([]);
    expect(asked.length).toBe(9);
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

  it("is ASCII where it has to be", async () => {
    const { out } = await runCli([...demo, "--mobility", "failover", "--os", "windows", "--ascii"]);
    expect(out).toMatch(/^[\n\x20-\x7e]*$/);
  });
});
