import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSimulated } from "../../../test/api/read-simulated.ts";
import { startSimulatedPve } from "../../../test/simulated-pve/simulated-pve.ts";
import { smallCluster } from "../../../test/simulated-pve/small-cluster.ts";
import { guestText, guestValues } from "./guest-text.ts";

const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");

describe("a config put together again", () => {
  it("is the file: description, pending, deletes, snapshots", () => {
    const values = guestValues([
      { key: "name", value: "web" },
      { key: "description", value: "two: lines\nä 100%\n" },
      { key: "cores", value: 2, delete: 1 },
      { key: "balloon", value: 512, delete: 2 },
      { key: "scsi0", value: "tank:vm-1-disk-0,size=8G", pending: "tank:vm-1-disk-0,cache=none,size=8G" },
      { key: "digest", value: "abc" },
    ]);
    if (values === undefined) throw new Error("no values");
    expect(values.digest).toBe("abc");
    expect(guestText(values, new Map([["before", new Map([["name", "old"]])]]))).toBe(
      "#two%3A lines\n#%C3%A4 100%25\nballoon: 512\ncores: 2\nname: web\nscsi0: tank:vm-1-disk-0,size=8G\n\n[PENDING]\ndelete: !balloon,cores\nscsi0: tank:vm-1-disk-0,cache=none,size=8G\n\n[before]\nname: old\n",
    );
  });

  it.each([[null], [{}], ["x"], [[1]], [[{}]], [[{ key: "x y", value: "1" }]], [[]]])(
    "no config is read from %j",
    (data) => {
      expect(guestValues(data)).toBeUndefined();
    },
  );

  it("no value adds a line or a section", () => {
    const values = guestValues([
      { key: "name", value: "web\n[PENDING]\nscsi0: evil:1" },
      { key: "a\nb", value: "1" },
    ]);
    if (values === undefined) throw new Error("no values");
    expect(guestText(values, new Map())).toBe("name: web [PENDING] scsi0: evil:1\n");
  });
});

/** As qemu-server's write_vm_config prints: sorted keys, the sections in their order, an encoded description first. */
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const drive = fc
  .tuple(
    fc.constantFrom("tank", "san"),
    fc.nat(9),
    fc.subarray(["cache=none", "discard=on", "iothread=1", "ssd=1"]),
  )
  .map(([storage, n, options]) => [`${storage}:vm-101-disk-${n}`, ...options, "size=8G"].join(","));
const entries = fc.record(
  {
    agent: fc.constantFrom("1", "enabled=1,fstrim_cloned_disks=1"),
    cores: fc.integer({ min: 1, max: 64 }).map(String),
    memory: fc.integer({ min: 16, max: 1 << 20 }).map(String),
    name: word,
    scsi0: drive,
    scsi11: drive,
    scsi2: drive,
    tags: fc.array(word, { maxLength: 3, minLength: 1 }).map((tags) => tags.join(";")),
  },
  { requiredKeys: ["memory"] },
);
const section = (values: Readonly<Record<string, string | undefined>>): string =>
  Object.keys(values)
    .sort()
    .flatMap((key) => (values[key] === undefined ? [] : [`${key}: ${values[key]}\n`]))
    .join("");
const comment = fc
  .array(fc.stringMatching(/^[ -$&-9;-~]{0,20}[a-z]$/), { maxLength: 3 })
  .map((lines) => lines.map((line) => `#${line}\n`).join(""));
const config = fc
  .tuple(
    comment,
    entries,
    fc.option(entries),
    fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9]{1,8}$/), entries, { maxKeys: 3 }),
  )
  .map(([head, now, pending, snapshots]) =>
    [
      head + section(now),
      ...(pending === null ? [] : [`\n[PENDING]\n${section(pending)}`]),
      ...Object.keys(snapshots)
        .filter((name) => name !== "pending" && name !== "current")
        .sort()
        .map((name) => `\n[${name}]\n${section(snapshots[name] ?? {})}`),
    ].join(""),
  );

it("what the API's rows give equals the file, or carries the file's digest", async () => {
  const pve = await startSimulatedPve({ snapshot: smallCluster });
  const token = pve.token();
  let exact = 0;
  await fc.assert(
    fc.asyncProperty(config, async (text) => {
      pve.state.files.set("nodes/pve1/qemu-server/101.conf", text);
      const { guests } = await readSimulated(pve, { token });
      const guest = guests.find(({ vmid }) => vmid === 101);
      if (guest?.config === text) exact += 1;
      else expect(guest?.digest).toBe(sha1(text));
      expect(guest?.digest === undefined).toBe(guest?.config === text);
    }),
    { numRuns: 25 },
  );
  await pve.stop();
  expect(exact).toBeGreaterThan(12);
});
