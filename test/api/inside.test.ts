import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ShowOutput, ShowStorageOutput } from "../../src/model/command-output.ts";
import { width } from "../../src/report/terminal/lines.ts";
import { administrator, auditor } from "../simulated-pve/privileges.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { demoSnapshot } from "./demo-snapshot.ts";

/** What is shown and not judged: backup jobs, and what agents tell of the systems inside. */

const jobs = `vzdump: nightly
	schedule 21:00
	storage san-lvm
	all 1
	exclude 302
	fleecing 1,storage=local-zfs-ssd-8tb-r10

vzdump: prod
	schedule sat 18:15
	pool prod

vzdump: once
	enabled 0
	vmid 201,302
	fleecing 0
`;

const folder = useTemporaryFolder();
let pve: SimulatedPve;
beforeAll(async () => {
  pve = await startSimulatedPve({ snapshot: await demoSnapshot(), files: { "jobs.cfg": jobs } });
});
afterEach(() => pve.clearFaults());
afterAll(() => pve.stop());

const fileReader = { "/": [...(auditor["/"] ?? []), "VM.GuestAgent.FileRead"] };

async function show(
  args: readonly string[],
  {
    token = pve.token(fileReader),
    columns = 80,
  }: { readonly token?: string; readonly columns?: number } = {},
): Promise<string> {
  const { out, err } = await runCli(
    ["show", ...args, "--from", pve.url("pve1"), "--fingerprint", pve.fingerprint("pve1")],
    {
      env: {
        HOME: folder.at("home"),
        LANEKEEPER_TOKEN: token,
        LANG: "C.UTF-8",
        COLUMNS: String(columns),
      },
    },
  );
  expect(err).toBe("");
  if (!args.includes("json"))
    for (const line of out.split("\n")) expect(width(line)).toBeLessThanOrEqual(columns);
  return out;
}

/** From what comes after the findings, the part that starts with a heading. */
const part = (text: string, heading: string): string =>
  text.slice(text.indexOf(heading)).split("\n\n")[0] ?? "";

const asked = (what: RegExp): number => pve.requests.filter(({ path }) => what.test(path)).length;

const json = async (args: readonly string[]): Promise<ShowOutput> =>
  JSON.parse(await show([...args, "--format", "json"])) as ShowOutput; // what show prints

describe("backup jobs", () => {
  it("are told of a guest: for sure, perhaps, and disabled", async () => {
    expect(part(await show(["201"]), "Backup jobs")).toBe(`Backup jobs
  nightly  21:00 to san-lvm, fleecing on to local-zfs-ssd-8tb-r10
? prod     sat 18:15, to no storage it names, pool prod, whose members are not
           known, fleecing as the node's vzdump.conf says (off where it says
           nothing)
  once     no schedule, to no storage it names, disabled, fleecing off`);
    const { backups } = await json(["302"]);
    expect(backups).toMatchObject({
      jobs: [
        { id: "prod", certain: false },
        { id: "once", certain: true },
      ],
    });
  });

  it("are told of a storage they write to or fleece on, and of no other", async () => {
    expect(part(await show(["san-lvm"]), "Backup jobs")).toContain("nightly  21:00");
    expect(await show(["local-zfs-ssd-8tb-r10"])).toContain("Backup jobs that use it");
    const other = JSON.parse(await show(["storage:SSD-r10", "--format", "json"])) as ShowStorageOutput; // what show prints
    expect(other.storage.backups).toEqual({ jobs: [] });
  });

  it("are not read without a word: the page says so, and which right would tell", async () => {
    const token = pve.token({ "/": ["VM.Audit", "Datastore.Audit"] });
    const page = await show(["201"], { token });
    expect(part(page, "Backup jobs").replace(/\s+/g, " ")).toBe(
      "Backup jobs ? not read: HTTP 403 on /cluster/backup; give the token Sys.Audit on /",
    );
  });

  it.each(['{"data":{}}', '{"data":[{"storage":"x"}]}', '{"data":[1]}'])(
    "%s is no list of jobs",
    async (body) => {
      pve.fault({ on: { path: "/cluster/backup" }, effect: { kind: "body", body } });
      const { backups } = await json(["201"]);
      expect(backups).toHaveProperty("notRead");
    },
  );
});

describe("--inside", () => {
  it("shows the file systems, and what was seen of the checklist", async () => {
    const page = await show(["201", "--inside"]);
    expect(part(page, "File systems inside")).toBe(`File systems inside, as the agent says
  /  ext4  7.8G of 31G  /dev/sda1 0QEMU_QEMU_HARDDISK_drive-scsi0`);
    const checklist = page.slice(page.indexOf("Inside the guest:"));
    expect(checklist).toContain("seen: fstrim.timer is linked into timers.target (agent); it may be masked");
    expect(checklist).toContain("seen: none in /etc/fstab (agent), which does not hold every mount");
    expect(checklist).toContain("seen: it answers");
    // what is settled needs no look
    expect(checklist).not.toContain("systemctl is-active");
    expect(checklist).toContain("findmnt");
  });

  it("asks nothing of it otherwise, and reads no file without the right to", async () => {
    const before = pve.requests.length;
    const { checklist, fileSystems } = await json(["201"]);
    expect(fileSystems).toBeNull();
    expect(checklist.find(({ id }) => id === "trim-timer")?.seen).toBeUndefined();
    await show(["201", "--inside"], { token: pve.token(auditor) });
    const since = pve.requests.slice(before).map(({ path }) => path);
    expect(since.filter((path) => path.includes("file-read"))).toEqual([]);
    expect(since.filter((path) => path.includes("qemu/201/agent/get-fsinfo"))).toHaveLength(1);
  });

  it("reads no file where the right ends above the guests, or of a Windows", async () => {
    const before = asked(/file-read/);
    await show(["201", "--inside"], { token: pve.token({ ...administrator, "/vms": auditor["/"] ?? [] }) });
    expect(asked(/file-read/)).toBe(before);
    await show(["302", "--inside"]);
    expect(asked(/qemu\/302\/agent\/file-read/)).toBe(0);
  });

  it("finds barriers off, and says what is not enabled without calling it wrong", async () => {
    const agent = pve.state.agents.get(201);
    if (agent === undefined) throw new Error("201 has an agent");
    pve.state.agents.set(201, {
      ...agent,
      files: {
        "/etc/fstab":
          "# x nobarrier\nUUID=1\t/data ext4 noatime,barrier=0 0 2\n//nas/x /mnt cifs password=geheim 0 0\n",
      },
    });
    const page = await show(["201", "--inside"]);
    expect(page).toContain("seen: found in /etc/fstab (agent): barrier=0 on /data");
    expect(page.replace(/\s+/g, " ")).toContain(
      "(agent); something else may trim → systemctl is-enabled fstrim.timer",
    );
    expect(JSON.stringify(await json(["201", "--inside"]))).not.toContain("geheim");
    pve.state.agents.set(201, agent);
  });

  it("lists the volumes of a guest, which its storages show to one who may only look", async () => {
    const told = await show(["201", "--inside", "--format", "json"], { token: pve.token(auditor) });
    const { storedVolumes } = JSON.parse(told) as ShowOutput; // what show prints
    expect(storedVolumes).toMatchObject({
      list: [{ volid: "san-lvm:vm-201-disk-0.qcow2", format: "qcow2" }],
    });
    expect((await json(["201"])).storedVolumes).toBeNull();
    const on = { path: /\/storage\/san-lvm\/content/ };
    const clear = pve.fault({ on, effect: { kind: "body", body: '{"data":{"volid":"x"}}' } });
    expect((await json(["201", "--inside"])).storedVolumes).toHaveProperty("notRead");
    clear();
    expect(await show(["201", "--inside"])).toContain("Volumes, as the storages list them");
  });

  const hostile: readonly (readonly [string, string])[] = [
    ["another shape", '{"data":[]}'],
    ["no content", '{"data":{"result":"x","content":7}}'],
    ["cut off", '{"data":{"content":"UUID=1 / ext4 defaults 0 1\\n","truncated":1}}'],
  ];
  it.each(hostile)("an agent that answers %s is not read", async (_, body) => {
    pve.fault({ on: { path: /\/201\/agent\/(?:file-read|get-fsinfo)/ }, effect: { kind: "body", body } });
    const { checklist, fileSystems } = await json(["201", "--inside"]);
    expect(fileSystems).toHaveProperty("notRead");
    for (const id of ["trim-timer", "barriers"])
      expect(checklist.find((item) => item.id === id)?.seen).toMatchObject({
        text: expect.stringMatching(/^not read: /),
        settled: false,
      });
  });

  it("a masked timer, which is empty, is no timer", async () => {
    pve.fault({
      on: { path: /\/agent\/file-read/ },
      effect: { kind: "body", body: '{"data":{"content":""}}' },
    });
    const { checklist } = await json(["201", "--inside"]);
    expect(checklist.find(({ id }) => id === "trim-timer")?.seen?.text).toMatch(/^not read: .* no timer/);
  });

  it("lets no agent write to the terminal", async () => {
    const body = JSON.stringify({
      data: {
        result: [{ mountpoint: "/\u001b]0;x\u0007\n", type: "ext4\u202e", disk: [{ dev: "\u001b[2J" }, 7] }],
      },
    });
    pve.fault({ on: { path: /\/201\/agent\/get-fsinfo/ }, effect: { kind: "body", body } });
    expect(await show(["201", "--inside"])).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
  });

  it("a refusal is said, with the right that would tell", async () => {
    pve.fault({
      on: { path: /\/agent\/file-read/ },
      effect: {
        kind: "status",
        status: 403,
        reason: "Permission check failed (/vms/201, VM.GuestAgent.FileRead|VM.GuestAgent.Unrestricted)",
      },
    });
    const page = await show(["201", "--inside"], { columns: 160 });
    expect(page).toContain("give the token VM.GuestAgent.FileRead on /vms/201");
  });
});

it("a bundle keeps it, and a redacted one names nothing", async () => {
  const path = folder.at("bundle.json");
  const collect = (...more: readonly string[]) =>
    runCli(
      [
        "collect",
        "--inside",
        "-o",
        path,
        "--from",
        pve.url("pve1"),
        "--fingerprint",
        pve.fingerprint("pve1"),
        ...more,
      ],
      { env: { HOME: folder.at("home"), LANEKEEPER_TOKEN: pve.token(fileReader) } },
    );
  const page = async (): Promise<ShowOutput> =>
    JSON.parse((await runCli(["show", "201", "--from", path, "--format", "json"])).out) as ShowOutput; // what show prints
  await collect();
  expect(await page()).toMatchObject({
    fileSystems: { list: [{ mountpoint: "/", type: "ext4" }] },
    backups: { jobs: [{ id: "nightly" }, { id: "prod" }, { id: "once" }] },
  });
  await collect("--redact");
  const redacted = await page();
  expect(redacted).toMatchObject({ fileSystems: { list: [{ type: "ext4" }] } });
  expect(JSON.stringify(redacted)).not.toMatch(/HARDDISK|nightly|"prod"/);
});
