import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ClusterSnapshot, collect, readAddress, readSince, readToken } from "../../src/index.ts";
import { demoSnapshot } from "../api/demo-snapshot.ts";
import { guestPath } from "../simulated-pve/cluster-state.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";

const folder = useTemporaryFolder();
const tool = { name: "lanekeeper", version: "0" };

describe("--since over the API", () => {
  let pve: SimulatedPve;
  beforeEach(async () => {
    pve = await startSimulatedPve({ snapshot: await demoSnapshot() });
  });
  afterEach(() => pve.stop());

  const read = async (since?: ClusterSnapshot): Promise<ClusterSnapshot> =>
    collect(pve.url("pve1"), {
      tool,
      now: "2026-11-22T10:00:00.000Z",
      stdin: async () => new Uint8Array(),
      access: async (source) => ({
        entry: readAddress(source),
        trust: { kind: "pin", sha256: pve.fingerprint("pve1") },
        credentials: readToken(pve.token(), "the test"),
      }),
      ...(since === undefined
        ? {}
        : { since: await readSince(folder.put("old.json", JSON.stringify(since)), tool) }),
    });

  const guests = (): readonly (readonly [string, string])[] =>
    [...pve.state.files].filter(([path]) => /^nodes\/[^/]+\/qemu-server\/\d+\.conf$/.test(path));
  const [first, pick] = [0, fc.nat()];
  const nodes = ["pve1", "pve2", "pve3"];
  const guestAt = (at: number): readonly [string, string] =>
    guests()[at % guests().length] ?? guests()[first] ?? ["", ""];
  const set = (path: string, text: string): void => void pve.state.files.set(path, text);

  const edits = fc.oneof(
    fc.record({ what: fc.constant("option"), at: pick, value: fc.integer({ min: 16, max: 65536 }) }),
    fc.record({ what: fc.constant("snapshot"), at: pick, value: fc.nat(5) }),
    fc.record({ what: fc.constant("changed snapshot"), at: pick, value: fc.nat() }),
    fc.record({ what: fc.constant("pending"), at: pick, value: fc.integer({ min: 1, max: 64 }) }),
    fc.record({ what: fc.constant("created"), at: pick, value: fc.integer({ min: 5000, max: 5009 }) }),
    fc.record({ what: fc.constant("removed"), at: pick, value: fc.constant(0) }),
    fc.record({ what: fc.constant("moved"), at: pick, value: fc.nat(2) }),
    fc.record({ what: fc.constant("storage"), at: pick, value: fc.nat(9) }),
  );

  function apply({ what, at, value }: { what: string; at: number; value: number }): void {
    const [path, text] = guestAt(at);
    const vmid = Number(/(\d+)\.conf$/.exec(path)?.[1]);
    const [head = "", ...sections] = text.split(/\n(?=\[)/);
    if (what === "option") set(path, text.replace(/^memory: .*$/m, `memory: ${value}`));
    else if (what === "snapshot")
      set(path, `${text.trimEnd()}\n\n[s${value}]\n#taken%3A by me\nmemory: 512\nsnaptime: 1\n`);
    else if (what === "changed snapshot") set(path, text.replace(/^snaptime: .*$/m, `snaptime: ${value}`));
    else if (what === "pending") set(path, [head, `[PENDING]\ncores: ${value}`, ...sections].join("\n\n"));
    else if (what === "created") set(guestPath(nodes[value % 3] ?? "pve1", value), `memory: ${value}\n`);
    else if (what === "removed" && guests().length > 3) pve.removeGuest(vmid);
    else if (what === "moved") pve.moveGuest(vmid, nodes[value] ?? "pve1");
    else if (what === "storage")
      set(
        "storage.cfg",
        `${pve.state.files.get("storage.cfg")}\ndir: extra${at}${value}\n\tpath /mnt/${value}\n`,
      );
  }

  it("is the same as reading all, whatever was changed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edits, { maxLength: 6 }), async (changes) => {
        const old = await read();
        changes.forEach(apply);
        const [whole, quick] = [await read(), await read(old)];
        expect(quick).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it("asks one question about a guest that is the same", async () => {
    const old = await read();
    const [changed, text] = guestAt(0);
    set(changed, `${text.trimEnd()}\n\n[more]\nmemory: 1\n`);
    const before = pve.requests.length;
    await read(old);
    const asked = pve.requests.slice(before).map(({ path }) => path);
    const lists = asked.filter((path) => /\/qemu\/\d+\/snapshot$/.test(path));
    expect(lists).toEqual([expect.stringContaining(`/qemu/${/(\d+)\.conf/.exec(changed)?.[1]}/snapshot`)]);
    expect(asked.filter((path) => path.endsWith("/pending"))).toHaveLength(guests().length);
  });

  it("does not believe a bundle that does not fit its digest, or another version of this program", async () => {
    const old = await read();
    const strange = old.guests.map((guest) => ({ ...guest, config: `# forged\n${guest.config}` }));
    const whole = await read();
    expect(await read({ ...old, guests: strange })).toEqual(whole);
    const before = pve.requests.length;
    await read({ ...old, tool: { ...tool, version: "other" } });
    const lists = pve.requests.slice(before).filter(({ path }) => path.endsWith("/snapshot"));
    expect(lists).toHaveLength(old.guests.length);
  });

  it("refuses in one line a bundle that is damaged, older, none, or of another cluster", async () => {
    const old = await read();
    const text = JSON.stringify(old);
    const other = { ...old.files, "corosync.conf": "totem {\n  cluster_name: other\n}\n" };
    const cases: readonly (readonly [string | undefined, RegExp])[] = [
      [text.slice(0, 5000), /since\.json is cut off/],
      [text.replace("snapshot/1", "snapshot/0"), /since\.json is a bundle of version 0/],
      ["name: a\n", /since\.json .*JSON/],
      [undefined, /since\.json is not there/],
      [JSON.stringify({ ...old, files: other }), /since\.json is of another cluster/],
    ];
    for (const [bundle, line] of cases) {
      const path = bundle === undefined ? folder.at("no-since.json") : folder.put("since.json", bundle);
      const { out, err, code } = await runCli(
        ["audit", "--from", pve.url("pve1"), "--fingerprint", pve.fingerprint("pve1"), "--since", path],
        { env: { HOME: folder.at("home"), LANEKEEPER_TOKEN: pve.token() } },
      );
      expect([code, out]).toEqual([2, ""]);
      expect(err).toMatch(line);
      expect(err.split("\n")).toHaveLength(3);
    }
  });
});
