import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { demoCluster, runFactsScript, undated } from "../../test/support/fake-node.ts";
import { useTemporaryFolder } from "../../test/support/temporary-folder.ts";
import type { ClusterSnapshot } from "../model/cluster.ts";
import { readCorosyncConf } from "../model/syntax/corosync-conf.ts";
import { collect } from "./collect.ts";
import { factsScript } from "./facts-script.ts";

const folder = useTemporaryFolder();

const collectFile = (path: string): Promise<ClusterSnapshot> =>
  collect(path, {
    tool: { name: "lanekeeper", version: "0" },
    now: "2026-11-22T10:00:00.000Z",
    stdin: async () => new Uint8Array(),
  });

const nodeOf = (snapshot: ClusterSnapshot, name: string) => snapshot.nodes.find((node) => node.name === name);

describe("the facts script", () => {
  it("is POSIX sh, and says so in its first line", () => {
    expect(factsScript()).toMatch(/^#!\/bin\/sh\n/);
    execFileSync("sh", ["-n"], { input: factsScript() });
  });

  it("tells of a node what facts/<node>/ tells, and all of the cluster's configs", async () => {
    const directory = await collectFile(demoCluster);
    for (const name of ["pve1", "pve2", "pve3"]) {
      const told = await collectFile(folder.put(`${name}.txt`, runFactsScript(folder, name)));
      expect(undated(nodeOf(told, name))).toEqual(nodeOf(directory, name));
      expect(Object.keys(nodeOf(told, name) ?? {})).toContain("trimSchedules");
      expect(told.unreadable).toEqual([]);
      expect(told.guests).toEqual(directory.guests);
      expect(told.containers).toEqual(directory.containers);
      expect(told.nodes.map((node) => node.name)).toEqual(["pve1", "pve2", "pve3"]);
      expect(told.sources).toEqual([{ kind: "facts", name: folder.at(`${name}.txt`) }]);
      const { "corosync.conf": corosync, ...files } = told.files;
      const { "corosync.conf": whole, ...others } = directory.files;
      expect(files).toEqual(others);
      expect(readCorosyncConf(corosync ?? "")).toEqual(readCorosyncConf(whole ?? ""));
      expect(corosync).not.toContain("10.20.");
    }
  });

  it("ends with 0 and records the exit code where nothing is installed", async () => {
    const missing = Object.fromEntries(
      ["pveversion", "findmnt", "lsblk", "lvs", "vgs", "pvesm", "qm", "zfs", "zpool", "systemctl"].map(
        (name) => [name, "exit 127"],
      ),
    );
    const told = await collectFile(folder.put("a.txt", runFactsScript(folder, "pve1", missing)));
    expect(nodeOf(told, "pve1")?.pools).toEqual({
      failed: "exit code 127",
      source: "facts/pve1/zpool-status.txt",
    });
    expect(told.guests.length).toBeGreaterThan(5);
    expect(told.unreadable).toContainEqual({ path: "facts/pve1/qm-list.txt", reason: "exit code 127" });
  });

  it("keeps passwords and addresses on the node", () => {
    cpSync(demoCluster, folder.at("pve"), { recursive: true });
    const conf = (text: string): string => folder.put("pve/nodes/pve1/qemu-server/900.conf", text);
    conf("name: a\ncipassword: hunter2\n[snap]\n cipassword : hunter2\xff more\n");
    folder.put("pve/storage.cfg", "cifs: x\n\tpassword hunter2\n\tusername u\n");
    folder.put("pve/datacenter.cfg", "http_proxy: http://me:hunter2@proxy:3128\n");
    folder.put("pve/priv/authkey.key", "hunter2");
    folder.put("pve/nodes/pve1/pve-ssl.key", "hunter2");
    const text = runFactsScript(folder, "pve1", {}, folder.at("pve")).toString();
    expect(text).not.toContain("hunter2");
    expect(text).not.toContain("10.20.1.11");
    expect(text).toContain("cipassword: **********");
    expect(text).toContain("\tusername u");
  });

  it("gives the commands none of itself to read", () => {
    const text = runFactsScript(folder, "pve1", { pveversion: "/bin/cat" }).toString();
    expect(text).toContain("qm-list.txt | qm list");
    expect(text).toMatch(/ end\n$/);
  });

  it("changes nothing: no file is written where it runs", () => {
    cpSync(demoCluster, folder.at("pve"), { recursive: true });
    const before = readdirSync(folder.at("pve"), { recursive: true });
    runFactsScript(folder, "pve1", {}, folder.at("pve"));
    expect(readdirSync(folder.at("pve"), { recursive: true })).toEqual(before);
  });

  it("draws a new mark in every run", () => {
    const marks = [1, 2].map(() => runFactsScript(folder, "pve1").toString().split(" ")[1]);
    expect(marks[0]).toMatch(/^[0-9a-f-]{32,}$/);
    expect(marks[0]).not.toBe(marks[1]);
  });

  it("keeps a config's last line as it is, with or without its newline", async () => {
    cpSync(demoCluster, folder.at("pve"), { recursive: true });
    for (const [vmid, text] of [
      [901, "name: a"],
      [902, "name: a\n"],
      [903, "name: a\n\n\n"],
    ] as const)
      folder.put(`pve/nodes/pve1/qemu-server/${vmid}.conf`, text);
    const told = await collectFile(folder.put("a.txt", runFactsScript(folder, "pve1", {}, folder.at("pve"))));
    for (const vmid of [901, 902, 903]) {
      const guest = told.guests.find((one) => one.vmid === vmid);
      expect(guest?.config).toBe(readFileSync(folder.at(`pve/${guest?.path}`), "utf8"));
    }
  });
});
