import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { runCli } from "./support/run-cli.ts";
import { useTemporaryFolder } from "./support/temporary-folder.ts";

/** The answer for other tools: the same guest in each, and in the words that each of them takes. */

const folder = useTemporaryFolder();

async function as(form: string, args: Args): Promise<string> {
  const { out, err, code } = await runCli(["decide", ...args, "--as", form]);
  expect({ err, code }).toEqual({ err: "", code: undefined });
  return out;
}

type Args = readonly string[];
type Task = Readonly<Record<string, unknown>>;
type Body = Readonly<Record<string, string | number>>;

async function requestsOf(args: Args): Promise<readonly { readonly body: Body }[]> {
  return JSON.parse(await as("api", args));
}

async function tasksOf(args: Args): Promise<readonly Task[]> {
  return parse(await as("ansible", args));
}

const wishes: readonly [Args, Args, Args, Args, Args, Args] = [
  ["--demo", "--mobility", "failover", "--os", "windows", "--name", "pki-03", "--intent", "infrastructure"],
  ["--demo", "--mobility", "mobile", "--os", "linux"],
  ["--demo", "--mobility", "pinned", "--os", "windows", "--storage", "san-lvm", "--device", "0000:81:00"],
  ["--mobility", "pinned", "--storage", "cifs", "--os", "linux"],
  ["--mobility", "failover", "--storage", "zfspool", "--os", "windows", "--intent", "golden,scratch"],
  ["--mobility", "pinned", "--storage", "btrfs", "--os", "windows", "--device", "gpu"],
];

describe("qm set, for a guest that is there already", () => {
  const optionsOf = (line: string): ReadonlyMap<string, string> =>
    new Map([...line.matchAll(/--(\w+) ('[^']*'|\S+)/g)].map(([, key = "", value = ""]) => [key, value]));
  const keysOf = (drive = ""): string => drive.replaceAll("'", "").replace(/^[^,]*/, "");

  it.each(wishes)("says the same as qm create, and no volume: %j", async (...args) => {
    const made = optionsOf((await as("qm", args)).split("\n")[0] ?? "");
    const set = optionsOf(await as("qm-set", args));
    expect([...set.keys()].filter((key) => key !== "balloon")).toEqual(["scsihw", "agent", "scsi0"]);
    for (const key of ["scsihw", "agent", "balloon"]) expect(set.get(key), key).toBe(made.get(key));
    expect(set.get("scsi0")).toContain("<volume of scsi0>,");
    expect(keysOf(set.get("scsi0"))).toBe(keysOf(made.get("scsi0")));
  });
});

describe("Ansible", () => {
  /** What proxmox_kvm.py makes of its parameters before it calls the API. */
  function sentBy(task: Task): Record<string, string> {
    const {
      state: _,
      tags,
      efidisk0,
      tpmstate0,
      scsi,
      hostpci,
      ...plain
    } = Object(task["community.proxmox.proxmox_kvm"]);
    const { storage, ...efi } = efidisk0 ?? {};
    const flat = {
      ...plain,
      ...scsi,
      ...hostpci,
      ...(tags === undefined ? {} : { tags: tags.join(";") }),
      ...(efidisk0 === undefined
        ? {}
        : {
            efidisk0: [
              `${storage}:1`,
              ...["format", "efitype", "pre_enrolled_keys"].map(
                (key) => `${key.replaceAll("_", "-")}=${efi[key]}`,
              ),
            ].join(),
          }),
      ...(tpmstate0 === undefined
        ? {}
        : { tpmstate0: `${tpmstate0.storage}:1,version=v${tpmstate0.version}` }),
    };
    return Object.fromEntries(Object.entries(flat).map(([key, value]) => [key, String(value)]));
  }

  it.each(wishes)("sends what the API form says: %s %s %s …", async (...args) => {
    const [make, replicate] = await tasksOf(args);
    const [create, job] = await requestsOf(args);
    const { node: _, name, efidisk0, ...sent } = sentBy(make ?? {});
    const { name: asked, efidisk0: efi, vmid, ...body } = create?.body ?? {};
    expect(name).toMatch(asked === undefined ? /^vm-\d+$|^new-guest$/ : `${asked}`);
    // The module hands on every key of efidisk0, and the API refuses `format=None`.
    expect(efidisk0?.replace(/,format=(raw|qcow2)/, "").replace("=true", "=1")).toBe(efi);
    const known = typeof vmid === "number" ? { vmid } : {};
    const wanted = Object.entries({ ...known, ...body }).map(([key, value]) => [key, String(value)]);
    expect(sent).toEqual(Object.fromEntries(wanted));
    expect(replicate === undefined).toBe(job === undefined);
  });

  it("runs the replication command on the node, and leaves a job that is there", async () => {
    const [, replicate] = await tasksOf(wishes[0]);
    const qm = await as("qm", wishes[0]);
    expect(replicate).toMatchObject({
      "ansible.builtin.command": {
        argv: ["pvesr", "create-local-job", "100-0", "pve2", "--schedule", "*/15"],
      },
      delegate_to: "pve1",
    });
    expect(qm.trimEnd().split("\n")[1]).toBe("pvesr create-local-job 100-0 pve2 --schedule '*/15'");
  });

  it("is one task whatever a node is called, and no template", async () => {
    const bundle = folder.at("b.json");
    await runCli(["collect", "--demo", "-o", bundle]);
    const { readFileSync, writeFileSync } = await import("node:fs");
    const hostile = 'pve2\n- name: "{{ lookup("pipe", "id") }}"';
    writeFileSync(bundle, readFileSync(bundle, "utf8").replaceAll('"pve2"', JSON.stringify(hostile)));
    const text = await as("ansible", ["--from", bundle, "--mobility", "failover", "--os", "linux"]);
    expect(text).toContain(`- !unsafe ${JSON.stringify(hostile)}\n`);
    expect(text.match(/^- name:/gm)).toHaveLength(2);
  });
});

describe("Terraform", () => {
  /** Arguments of bpg/proxmox, docs/resources/virtual_environment_vm.md and …_replication.md, with their types. */
  const documented: Readonly<Record<string, Readonly<Record<string, "text" | "number" | "yes" | "list">>>> = {
    proxmox_virtual_environment_vm: {
      name: "text",
      node_name: "text",
      vm_id: "number",
      tags: "list",
      bios: "text",
      machine: "text",
      scsi_hardware: "text",
      started: "yes",
      on_boot: "yes",
    },
    operating_system: { type: "text" },
    agent: { enabled: "yes" },
    cpu: { cores: "number", type: "text" },
    memory: { dedicated: "number", floating: "number" },
    hostpci: { device: "text", id: "text", mapping: "text", pcie: "yes" },
    efi_disk: { datastore_id: "text", file_format: "text", type: "text", pre_enrolled_keys: "yes" },
    tpm_state: { datastore_id: "text", version: "text" },
    disk: {
      interface: "text",
      datastore_id: "text",
      size: "number",
      file_format: "text",
      aio: "text",
      cache: "text",
      discard: "text",
      iothread: "yes",
      ssd: "yes",
    },
    proxmox_virtual_environment_replication: { id: "text", type: "text", target: "text", schedule: "text" },
  };
  const types = { text: /^".*"$/, number: /^\d+$/, yes: /^(true|false)$/, list: /^\[".*"\]$/ };

  it.each(wishes)("uses arguments that the provider has: %s %s %s …", async (...args) => {
    let block = "";
    for (const line of (await as("terraform", args)).split("\n")) {
      block = /^resource "(\w+)"|^ {2}(\w+) \{$/.exec(line)?.slice(1).find(Boolean) ?? block;
      const [, name = "", value = ""] = /^ +(\w+) += (.+)$/.exec(line) ?? [];
      if (name === "") continue;
      const type = documented[block]?.[name];
      expect(type, `${block}.${name}`).toBeDefined();
      expect(value, `${block}.${name}`).toMatch(types[type ?? "text"]);
    }
  });

  it("says the formats, because older providers make qcow2 of what is not said", async () => {
    const text = await as("terraform", wishes[0]);
    expect(text.match(/file_format += "raw"/g)?.length).toBe(2);
    expect(text).toMatch(/efi_disk \{\n.*\n +file_format += "raw"/);
    expect(text).toContain('source = "bpg/proxmox"');
  });

  it("keeps the balloon device where ballooning is allowed", async () => {
    expect(await as("terraform", wishes[0])).toMatch(/floating += 0$/m);
    expect(await as("terraform", wishes[1])).toMatch(/floating += 4096$/m);
  });

  it("tells what is in force where nothing is written, because the provider writes io_uring then", async () => {
    expect(await as("terraform", wishes[3])).toMatch(/aio += "native"/);
    expect(await as("terraform", wishes[5])).toMatch(/cache += "writeback"/);
    expect(await as("qm", wishes[5])).not.toContain("cache=");
  });
});

it.each(["qm", "terraform", "ansible", "api", "checklist"])(
  "--as %s prints it alone, without colour",
  async (form) => {
    const out = await as(form, [...wishes[1], "--color", "always"]);
    expect(out).not.toContain("\x1b");
    expect(out).not.toContain("lane,");
    expect(out.length).toBeGreaterThan(50);
  },
);
