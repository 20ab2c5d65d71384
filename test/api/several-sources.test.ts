import { cpSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AuditReport, type ClusterSnapshot, collect, readAddress, readToken } from "../../src/index.ts";
import { guestPath } from "../simulated-pve/cluster-state.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { demoCluster, runFactsScript } from "../support/fake-node.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { demoSnapshot } from "./demo-snapshot.ts";

const folder = useTemporaryFolder();

describe("the API together with what nodes said themselves", () => {
  let pve: SimulatedPve;
  beforeEach(async () => {
    pve = await startSimulatedPve({ snapshot: await demoSnapshot() });
  });
  afterEach(() => pve.stop());

  const facts = (node: string): string => folder.put(`${node}.txt`, runFactsScript(folder, node));
  const read = (...sources: readonly string[]): Promise<ClusterSnapshot> =>
    collect(sources, {
      tool: { name: "lanekeeper", version: "0" },
      now: "2026-11-22T10:00:00.000Z",
      stdin: async () => new Uint8Array(),
      access: async (source) => ({
        entry: readAddress(source),
        trust: { kind: "pin", sha256: pve.fingerprint("pve1") },
        credentials: readToken(pve.token(), "the test"),
      }),
    });
  const exact = (vmid: number, node: string): string =>
    readFileSync(`${demoCluster}/${guestPath(node, vmid)}`, "utf8");

  it("keeps the exact files in either order, and no contradiction is made up", async () => {
    const url = pve.url("pve1");
    for (const sources of [
      [url, facts("pve1"), facts("pve2")],
      [facts("pve1"), facts("pve2"), url],
    ]) {
      const snapshot = await read(...sources);
      expect(snapshot.contradictions).toBeUndefined();
      expect(snapshot.sources.map(({ name }) => name).sort()).toEqual([...sources].sort());
      for (const { vmid, node, config, digest } of snapshot.guests) {
        expect(digest).toBeUndefined();
        expect(config).toBe(exact(vmid, node ?? ""));
      }
      expect(snapshot.files["storage.cfg"]).toBe(readFileSync(`${demoCluster}/storage.cfg`, "utf8"));
      expect(snapshot.rendered ?? []).not.toContain("storage.cfg");
    }
  });

  it("takes from the nodes what the API does not tell", async () => {
    const alone = await read(pve.url("pve1"));
    const both = await read(pve.url("pve1"), facts("pve2"));
    const datasets = ({ nodes }: ClusterSnapshot) => nodes.map(({ datasets: read }) => read !== undefined);
    expect(datasets(alone)).toEqual([false, false, false]);
    expect(datasets(both)).toEqual([false, true, false]);
  });

  it("does not lose what the nodes say more of, where the API is read later", async () => {
    const [node, both] = [await read(facts("pve2")), await read(facts("pve2"), pve.url("pve1"))];
    const pve2 = ({ nodes }: ClusterSnapshot) => nodes.find(({ name }) => name === "pve2");
    const [alone, merged] = [pve2(node), pve2(both)];
    const settings = (one: typeof alone) =>
      one?.pools !== undefined && "value" in one.pools
        ? one.pools.value.map(({ name, properties, vdevs }) => [name, properties, vdevs])
        : [];
    expect(settings(merged)).toEqual(settings(alone));
    expect(merged?.volumeGroups).toMatchObject({
      value: alone?.volumeGroups && "value" in alone.volumeGroups ? alone.volumeGroups.value : [],
    });
    expect(merged?.blockDevices).toEqual(alone?.blockDevices);
  });

  it("leaves less open than either of them", async () => {
    const audit = async (...sources: readonly string[]): Promise<AuditReport> => {
      const from = sources.flatMap((source) => ["--from", source]);
      const { out } = await runCli(
        ["audit", ...from, "--fingerprint", pve.fingerprint("pve1"), "--format", "json"],
        { env: { HOME: folder.at("home"), LANEKEEPER_TOKEN: pve.token() } },
      );
      return JSON.parse(out) as AuditReport; // what audit prints
    };
    const [api, node, both] = [
      await audit(pve.url("pve1")),
      await audit(facts("pve2")),
      await audit(pve.url("pve1"), facts("pve2")),
    ];
    expect(both.open.length).toBeLessThan(api.open.length);
    expect(both.open.length).toBeLessThan(node.open.length);
  });

  it("says where they differ; the later reading counts", async () => {
    const old = facts("pve1");
    const path = guestPath("pve1", 201);
    pve.state.files.set(path, `${pve.state.files.get(path)}balloon: 0\n`);
    pve.moveGuest(202, "pve3");
    const later = await read(old, pve.url("pve1"));
    expect(later.guests.find(({ vmid }) => vmid === 201)?.config).toContain("balloon: 0");
    expect(later.guests.find(({ vmid }) => vmid === 202)?.node).toBe("pve3");
    expect(later.contradictions).toEqual([
      expect.stringMatching(/^the config of guest 201 differs between/),
      expect.stringMatching(/^the node of guest 202 \(pve2, pve3\) differs between/),
    ]);
  });

  it("takes a file for the same where its digest is, whatever the API leaves out of it", async () => {
    const path = guestPath("pve1", 201);
    const odd = `${exact(201, "pve1")}no option at all\n`;
    pve.state.files.set(path, odd);
    cpSync(demoCluster, folder.at("copy"), { recursive: true });
    folder.put(`copy/${path}`, odd);
    const merged = await read(folder.at("copy"), pve.url("pve1"));
    expect(merged.guests.find(({ vmid }) => vmid === 201)?.config).toBe(odd);
    expect(merged.contradictions).toBeUndefined();
  });
});
