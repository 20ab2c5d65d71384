import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ClusterSnapshot } from "../src/model/cluster.ts";
import { collectFixture, withChanged, withSecondSource } from "./support/changed-source.ts";
import { demoCluster } from "./support/fake-node.ts";
import { factsOfOutput, outputs } from "./support/output-facts.ts";
import { exampleOf, withFacts } from "./support/resolved-example.ts";
import { dishonest, ruleOf, verdicts } from "./support/verdicts.ts";

/**
 * Each fact malformed, from an older version, or contradicting another: the rules that look at it are open or say what
 * contradicts, all others are unchanged, and none turns to a pass. Facts that are missing: src/audit/missing-facts.test.ts.
 */

const before = verdicts(await collectFixture("three-node-homelab"));

it("knows every output of the demo", () => {
  const files = ["pve1", "pve2", "pve3"].flatMap((node) => readdirSync(`${demoCluster}/facts/${node}`));
  expect([...new Set(files.map((file) => file.split(/[.@]/)[0] ?? ""))].sort()).toEqual([...outputs].sort());
});

describe("malformed", () => {
  const texts: Readonly<Record<string, (text: string) => string>> = {
    "a shell's message": () => "bash: line 1: zpool: command not found\n",
    "an HTML page": () => "<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>\n",
    noise: () => "\u0000\ufffd\u001b[2J\u0007 \u202e\n".repeat(40),
    "other JSON": () => '{"data":null}\n',
    "JSON that is cut off": (text) => (/^\s*[[{]/.test(text) ? text.slice(0, text.length / 2) : "{"),
    "numbers that are none": (text) => text.replace(/\b\d+\b/g, "NaN"),
    "numbers beyond all bounds": (text) => text.replace(/\b\d{3,}\b/g, "9".repeat(400)),
    "lines in another order of fields": (text) => text.replace(/^(\S+)([ \t]+)(\S+)/gm, "$3$2$1"),
  };
  it.each(outputs.flatMap((output) => Object.keys(texts).map((kind) => [output, kind] as const)))(
    "%s: %s",
    async (output, kind) => {
      const after = verdicts(await withChanged({ [output]: texts[kind] ?? String }));
      expect(dishonest(before, after, factsOfOutput(output))).toEqual([]);
    },
  );
});

/** Outputs as earlier versions print them: what they do not say is open, not assumed. */
describe("from an older version", () => {
  const without = (pattern: RegExp) => (text: string) =>
    text
      .split("\n")
      .filter((line) => !pattern.test(line))
      .join("\n");
  const noKey = (key: string) => (text: string) =>
    text.replace(new RegExp(`"${key}": *("[^"]*"|[^,}\\n]*),?`, "g"), "");
  const gone = (): undefined => undefined;
  const cases: readonly (readonly [
    string,
    string,
    (text: string) => string | undefined,
    readonly string[],
  ])[] = [
    ["zfs get before 2.3 knows no direct", "zfs-get", without(/\tdirect\t/), []],
    ["no zpool get … all-vdevs before 2.4", "zpool-ashift", gone, ["pool/ashift-wrong"]],
    ["lvs does not know autoactivation", "lvs", noKey("lv_autoactivation"), ["storage/lvm-autoactivation"]],
    ["lvs without metadata", "lvs", noKey("metadata_percent"), []],
    ["lsblk without ROTA", "lsblk", noKey("rota"), ["drive/ssd-not-announced", "drive/ssd-on-spinning-disk"]],
    ["lsblk without MODEL", "lsblk", noKey("model"), ["pool/on-raid-controller", "pool/slog-without-plp"]],
    ["lsblk without TRAN", "lsblk", noKey("tran"), []],
    ["zpool get without autotrim (0.7)", "zpool-get", without(/\tautotrim\t/), ["pool/trim-never-runs"]],
    ["no zfs_arc_max", "zfs_arc_max", gone, ["node/arc-uncapped"]],
    ["arcstats without c_max", "arcstats", without(/^c_max/), ["node/arc-starved", "node/arc-uncapped"]],
    ["arcstats without demand hits", "arcstats", without(/^demand_/), ["node/arc-starved"]],
    ["zpool status without a scan line", "zpool-status", without(/^ *scan:/), ["pool/scrub-overdue"]],
    ["zpool status without an errors line", "zpool-status", without(/^errors:/), ["pool/unhealthy"]],
    [
      "systemd that lists timers as a table",
      "list-timers",
      () => "NEXT LEFT LAST PASSED UNIT ACTIVATES\n",
      [],
    ],
    ["vgs without UUIDs", "vgs", noKey("vg_uuid"), []],
  ];
  it.each(cases)("%s", async (_, output, change, opened) => {
    const after = verdicts(await withChanged({ [output]: change }));
    expect(dishonest(before, after, factsOfOutput(output))).toEqual([]);
    const now = [...after].filter(([key, kind]) => kind === "open" && before.get(key) !== "open");
    expect([...new Set(now.map(([key]) => ruleOf(key)))].sort()).toEqual(expect.arrayContaining([...opened]));
  });

  it("a dataset without direct is judged by the version, and open without one", () => {
    const drive = exampleOf("scsi0: zdir:101/vm-101-disk-0.raw | @dataset-without tank/dir direct");
    const verdictOf = (snapshot: ClusterSnapshot) =>
      verdicts(snapshot).get("drive/odirect-on-dataset-file 101 scsi0");
    const { packages } = drive.nodes[0] ?? {};
    const zfs = (version: string) =>
      withFacts(drive, { packages: { value: { "zfsutils-linux": version }, source: "x" } });
    expect(packages).toBeDefined();
    expect(verdictOf(zfs("2.1.11"))).toBe("fail"); // a note: served by ARC
    expect(verdictOf(zfs("2.4.3"))).toBe("open");
  });

  it("Proxmox VE 8 has groups instead of rules.cfg", async () => {
    const snapshot = await withChanged({ "ha/rules.cfg": gone });
    expect(snapshot.files["ha/rules.cfg"]).toBeNull();
    expect(dishonest(before, verdicts(snapshot), ["ha"])).toEqual([]);
  });
});

describe("contradicting", () => {
  const second: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    [
      "pveversion",
      (text) => text.replace(/qemu-server: \S+/, "qemu-server: 8.0.0"),
      /package versions of pve1/,
    ],
    ["uname", () => "6.8.12-1-pve\n", /kernel of pve1/],
    ["zpool-status", (text) => text.replace("mirror-0", "raidz1-0"), /pools of pve1/],
    [
      "zpool-get",
      (text) => text.replace(/\tautotrim\toff/, "\tautotrim\ton"),
      /autotrim of the pools of pve1/,
    ],
    [
      "zfs-get",
      (text) => text.replace(/\tsync\tstandard/, "\tsync\tdisabled"),
      /properties of the datasets of pve1/,
    ],
    ["lsblk", (text) => text.replaceAll('"rota": false', '"rota": true'), /disks of pve1/],
    ["vgs", (text) => text.replace(/"vg_uuid":"[^"]*"/, '"vg_uuid":"other"'), /volume groups of pve1/],
    ["cron", () => "", /trim schedules of pve1/],
    ["storage.cfg", (text) => text.replace("shared 1", "shared 0"), /storage\.cfg/],
    ["nodes/pve1/qemu-server/201.conf", (text) => text.replace("ssd=1", "ssd=0"), /config of guest 201/],
  ];
  it.each(second)("two sources that differ in %s say so", async (output, change, said) => {
    const name = output === "storage.cfg" ? "./storage.cfg" : output;
    const { contradictions = [] } = await withSecondSource({ [name]: change });
    expect(contradictions.join("\n")).toMatch(said);
  });

  const inside: readonly (readonly [string, string, (text: string) => string, readonly string[]])[] = [
    [
      "zpool names disks that lsblk does not show",
      "lsblk",
      () => '{"blockdevices":[]}',
      ["drive/ssd-not-announced"],
    ],
    [
      "a dataset that findmnt names is not in zfs get",
      "zfs-get",
      (text) => text.replaceAll("rpool/var-lib-vz", "rpool/elsewhere"),
      [],
    ],
    [
      "guests lie on pools that zpool does not list",
      "zpool-status",
      () => "no pools available\n",
      ["pool/unhealthy", "pool/nearly-full"],
    ],
    [
      "the guests' zvols are not in zfs get",
      "zfs-get",
      (text) => text.replaceAll("/vm-", "/old-"),
      ["volume/thick-zvol"],
    ],
    ["no mount carries the path of a dir", "findmnt", () => '{"filesystems":[]}', ["storage/dir-on-zfs"]],
    [
      "storages that pvesm does not list",
      "pvesm-status",
      () => "Name Type Status Total Used Available %\n",
      ["storage/nearly-full"],
    ],
  ];
  it.each(inside)("%s", async (_, output, change, opened) => {
    const after = verdicts(await withChanged({ [output]: change }));
    expect(dishonest(before, after, factsOfOutput(output))).toEqual([]);
    const now = [...after].filter(([key, kind]) => kind === "open" && before.get(key) !== "open");
    expect([...new Set(now.map(([key]) => ruleOf(key)))].sort()).toEqual(expect.arrayContaining([...opened]));
  });
});
