import { describe, expect, it } from "vitest";
import { width } from "../src/report/terminal/lines.ts";
import { runCli } from "./support/run-cli.ts";
import { useTemporaryFolder } from "./support/temporary-folder.ts";

const folder = useTemporaryFolder();

const show = (name: string, columns = 80, ...more: readonly string[]): ReturnType<typeof runCli> =>
  runCli(["show", name, "--demo", ...more], { env: { LANG: "C.UTF-8", COLUMNS: String(columns) } });

describe("the pages of storages, pools and nodes", () => {
  const pages = [
    ["storage-san-lvm", "san-lvm"],
    ["storage-ssd-8tb", "local-zfs-ssd-8tb-r10"],
    ["storage-thin", "local-ssd-2tb-qvo"],
    ["pool-hdd-3tb", "pve2/local-zfs-hdd-3tb-mirror"],
    ["pool-hdd-8tb", "pool:pve2/local-zfs-hdd-8tb-r10"],
    ["node-pve2", "pve2"],
    ["guest-701", "701"],
    ["guest-1903", "win11-gpu-template"],
  ] as const;

  it.each(pages.flatMap(([file, name]) => [80, 160].map((columns) => [file, name, columns] as const)))(
    "%s (%s) at %i columns",
    async (file, name, columns) => {
      const { out, err } = await show(name, columns);
      expect(err).toBe("");
      for (const line of out.split("\n")) expect(width(line)).toBeLessThanOrEqual(columns);
      await expect(out).toMatchFileSnapshot(`golden/show/${file}-${columns}.txt`);
    },
  );

  it("says what was not read, and what would tell", async () => {
    const pve = folder.put("nodes/pve1/qemu-server/101.conf", "scsi0: tank:vm-101-disk-0\n");
    folder.put("storage.cfg", "zfspool: tank\n\tpool tank\n");
    const from = pve.replace(/\/nodes.*/, "");
    const page = async (name: string) => (await runCli(["show", name, "--from", from])).out;
    expect(await page("pve1")).toContain("Not read\n");
    expect(await page("node:pve1")).toContain("? lsblk was not read");
    expect(await page("pool:tank")).toMatch(/^tank {3}pool on pve1, state \?, fill \?, medium \?/);
    expect(await page("storage:tank")).toMatch(/pool tank \?\n {2}\? vdevs of pool tank, pve1\n {4}→ save/);
    expect(await page("101")).toMatch(/zvol tank\/vm-101-disk-0 → pool tank \?/);
  });
});

describe("what a name means", () => {
  it("lists the choices where several things have it", async () => {
    const { err, code } = await show("SSD-r10");
    expect({ err, code }).toEqual({
      err: "lanekeeper: SSD-r10 names 2 things\n  say which: storage:SSD-r10, pool:pve3/SSD-r10  (ambiguous-name)\n",
      code: 2,
    });
  });

  it("takes the prefix, and the node before the pool", async () => {
    expect((await show("storage:SSD-r10")).out).toMatch(/^SSD-r10 {3}zfspool storage on pve3/);
    expect((await show("pool:SSD-r10")).out).toMatch(/^SSD-r10 {3}pool on pve3/);
    expect((await show("pve3/SSD-r10")).out).toMatch(/^SSD-r10 {3}pool on pve3/);
    expect((await show("node:pve3")).out).toMatch(/^pve3 {3}node with/);
    expect((await show("guest:201")).out).toMatch(/^201 app-01/);
  });

  it("is one clear line for what is not there", async () => {
    expect((await show("999")).err).toContain("no guest 999");
    expect((await show("storage:nope")).err).toContain(
      "no guest, storage, pool or node is named storage:nope",
    );
    expect((await show("501")).err).toContain("501 is a container");
  });
});

describe("as JSON", () => {
  it("has the findings of the thing and of the drives on it", async () => {
    const { out } = await show("san-lvm", 80, "--format", "json");
    const { findings, storage } = JSON.parse(out);
    expect(storage.proof.kind).toBe("proven");
    expect(findings.map(({ rule }: { rule: string }) => rule)).toContain("drive/cache-not-coherent");
    expect(storage.places[0].topology[0].below[0].name).toBe("sde");
  });

  it("keeps what a storage says under other keys to itself", async () => {
    const { out } = await show("truenas", 80, "--format", "json");
    expect(Object.keys(JSON.parse(out).storage.options)).toEqual(["portal", "target"]);
  });
});
