import { release, type SimulatedNode } from "../cluster-state.ts";
import { data, type Json, type JsonObject } from "../reply.ts";
import { type Call, may, need, type Route } from "../route.ts";
import { present } from "./guest-values.ts";
import { nodeLoad } from "./resources.ts";

const audit = need("/nodes/{node}", "Sys.Audit");

/** What a node says of itself (pve-manager API2/Nodes.pm, 9.2). */
export const nodeRoutes: readonly Route[] = [
  { method: "GET", path: "/nodes", answer: (call) => data(list(call)) },
  { method: "GET", path: "/nodes/{node}/status", needs: audit, answer: ({ node }) => data(status(node)) },
  {
    method: "GET",
    path: "/nodes/{node}/apt/versions",
    needs: audit,
    answer: ({ node }) => data(packages(node)),
  },
  { method: "GET", path: "/nodes/{node}/report", needs: audit, answer: ({ node }) => data(node.report()) },
  {
    method: "GET",
    path: "/nodes/{node}/services",
    needs: audit,
    answer: ({ node }) => data(services(node)),
  },
  {
    method: "GET",
    path: "/nodes/{node}/hardware/pci",
    params: { "pci-class-blacklist": "text", verbose: "boolean" },
    needs: need("/", "Sys.Audit", "Sys.Modify"),
    answer: ({ node }) => data(node.pci),
  },
];

function list(call: Call): Json {
  return [...call.state.nodes.values()].map((node) => {
    const row = {
      id: `node/${node.name}`,
      type: "node",
      node: node.name,
      status: node.online ? "online" : "offline",
    };
    const fingerprint = call.fingerprints.get(node.name);
    const load = may(call, `/nodes/${node.name}`, "Sys.Audit") && node.online ? nodeLoad(node) : {};
    const { "cgroup-mode": _, ...shown } = load;
    return present({ ...row, ssl_fingerprint: fingerprint, ...shown });
  });
}

function status(node: SimulatedNode): Json {
  const { version, repoid, kernel, memory, cpus, uptime } = node;
  const current = {
    sysname: "Linux",
    release: kernel,
    version: "#1 SMP PREEMPT_DYNAMIC @0",
    machine: "x86_64",
  };
  const used = Math.trunc(memory / 2);
  const newer = release(version) >= 8;
  return present({
    pveversion: `pve-manager/${version}/${repoid}`,
    kversion: `Linux ${kernel} ${current.version}`,
    "current-kernel": newer ? current : undefined,
    "boot-info": newer ? { mode: "legacy-bios" } : undefined,
    cpuinfo: {
      cpus,
      cores: Math.trunc(cpus / 2),
      sockets: 1,
      model: "AMD EPYC 7302P 16-Core Processor",
      vendor: "AuthenticAMD",
      family: "23",
      mhz: "2000.000",
      user_hz: 100,
      hvm: "1",
      flags: "fpu vme de pse tsc msr",
    },
    memory: { total: memory, used, free: memory - used, available: memory - used },
    swap: { total: 0, used: 0, free: 0 },
    ksm: { shared: 0 },
    rootfs: { total: 3_221_225_472, used: 30_408_704, free: 3_190_816_768, avail: 3_190_816_768 },
    loadavg: ["0.12", "0.10", "0.09"],
    cpu: 0.05,
    idle: 0,
    wait: 0,
    uptime,
  });
}

/** Recommended packages that are not installed are listed too, with the version that could be. */
function packages(node: SimulatedNode): Json {
  const missing = Object.entries(node.notInstalled).filter(([name]) => node.packages[name] === undefined);
  return [...installed(node), ...missing.map(([name, version]) => packageRow(name, version, "NotInstalled"))];
}

function installed(node: SimulatedNode): readonly JsonObject[] {
  return Object.entries(node.packages).map(([name, version]): JsonObject => {
    const isManager = name === "pve-manager";
    return present({
      ...packageRow(name, version, "Installed"),
      OldVersion: version,
      RunningKernel: name === "proxmox-ve" ? node.kernel : undefined,
      ManagerVersion: isManager ? `${version}/${node.repoid}` : undefined,
    });
  });
}

function packageRow(name: string, version: string, state: string): JsonObject {
  const texts = { Title: name, Description: name, Priority: "optional", Section: "admin" };
  return { Package: name, Version: version, CurrentState: state, Arch: "amd64", Origin: "Proxmox", ...texts };
}

function services({ services }: SimulatedNode): Json {
  return Object.entries(services).map(([name, running]) => ({
    service: name,
    name,
    desc: name,
    state: running ? "running" : "dead",
    "active-state": running ? "active" : "inactive",
    "unit-state": "enabled",
  }));
}
