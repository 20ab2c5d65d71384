import { describe, expect, it } from "vitest";
import { readCorosyncConf } from "./corosync-conf.ts";
import { readHaGroups, readHaResources, readHaRules } from "./ha-cfg.ts";
import { readMappingCfg } from "./mapping-cfg.ts";
import { readReplicationCfg } from "./replication-cfg.ts";

describe("HA", () => {
  it("reads resources, guests only", () => {
    expect(readHaResources("vm: 100\n\tgroup g1\n\tstate enabled\n\nct:101\n\nfoo: 102\n\nvm: x\n")).toEqual([
      { kind: "vm", vmid: 100, state: "started", group: "g1", line: 1 },
      { kind: "ct", vmid: 101, state: "started", line: 5 },
    ]);
    expect(readHaResources("vm: 100\n\tstate ignored\n")[0]?.state).toBe("ignored");
  });

  it("reads groups without priorities", () => {
    expect(
      readHaGroups(
        "group: g1\n\tnodes pve1:2,pve2\n\trestricted 1\n\ngroup: g2\n\tnodes pve3\n\trestricted 0\n",
      ),
    ).toEqual([
      { id: "g1", nodes: ["pve1", "pve2"], restricted: true, line: 1 },
      { id: "g2", nodes: ["pve3"], restricted: false, line: 5 },
    ]);
  });

  it("reads rules of both types", () => {
    const text =
      "node-affinity: a\n\tnodes pve1:1\n\tresources vm:1,ct:2\n\tstrict 1\n\tdisable\n\nresource-affinity: b\n\taffinity negative\n\tresources vm:1,vm:3\n\nother: c\n";
    expect(readHaRules(text)).toEqual([
      {
        id: "a",
        type: "node-affinity",
        resources: ["vm:1", "ct:2"],
        nodes: ["pve1"],
        strict: true,
        disabled: true,
        line: 1,
      },
      {
        id: "b",
        type: "resource-affinity",
        resources: ["vm:1", "vm:3"],
        nodes: [],
        strict: false,
        disabled: false,
        affinity: "negative",
        line: 7,
      },
    ]);
  });
});

describe("replication.cfg", () => {
  it("reads jobs with their default schedule", () => {
    const text =
      "local: 100-0\n\ttarget pve2\n\nlocal: 101-1\n\ttarget pve3\n\tschedule */5\n\tdisable\n\nlocal: 102-0\n\ttarget pve2\n\tremove_job full\n\nlocal: bad\n\ttarget pve2\n\nlocal: 103-0\n";
    expect(readReplicationCfg(text)).toEqual([
      { id: "100-0", vmid: 100, target: "pve2", schedule: "*/15", enabled: true, line: 1 },
      { id: "101-1", vmid: 101, target: "pve3", schedule: "*/5", enabled: false, line: 4 },
      { id: "102-0", vmid: 102, target: "pve2", schedule: "*/15", enabled: false, line: 9 },
    ]);
  });
});

describe("mappings", () => {
  it("reads headers with and without a type", () => {
    const text =
      "gpu\n\tlive-migration-capable 1\n\tmap id=10de:2204,node=pve1,path=0000:01:00\n\tmap node=pve2,path=0000:01:00\n\npci: nic\n\tmap node=pve1,path=0000:02:00\n";
    expect(readMappingCfg(text)).toEqual([
      { id: "gpu", nodes: ["pve1", "pve2"], liveMigrationCapable: true, line: 1 },
      { id: "nic", nodes: ["pve1"], liveMigrationCapable: false, line: 6 },
    ]);
  });
});

describe("corosync.conf", () => {
  it("reads the cluster's name and its nodes, wherever the sections stand", () => {
    const text =
      "logging {\n  name: no\n}\nnodelist {\n  node {\n    name: pve1\n    ring0_addr: 10.0.0.1\n  }\n  node {\n    name: pve2\n  }\n}\ntotem {\n  cluster_name: lab\n  interface {\n    cluster_name: no\n  }\n}\n";
    expect(readCorosyncConf(text)).toEqual({ clusterName: "lab", nodes: ["pve1", "pve2"] });
  });

  it("finds nothing in other text", () => {
    expect(readCorosyncConf("}\nname: x\n")).toEqual({ clusterName: undefined, nodes: [] });
  });
});
