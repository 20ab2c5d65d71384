import { parseGuestConf } from "../../../src/model/syntax/guest-conf.ts";
import { type GuestFile, guestFiles, release } from "../cluster-state.ts";
import { data, type Json, type JsonObject } from "../reply.ts";
import { type Call, may, need, type Route, vmidOf } from "../route.ts";
import { withConfig } from "./guest-config.ts";
import { guestTotals } from "./guest-totals.ts";
import { present } from "./guest-values.ts";
import { haStates } from "./ha-states.ts";

/** Which guests run, and with what (qemu-server QemuServer.pm vmstatus, 9.2.6). */
export const guestStatusRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/nodes/{node}/qemu",
    params: { full: "boolean" },
    answer: (call) => data(list(call, "qemu").map((guest) => row(call, guest, call.params["full"] === "1"))),
  },
  {
    method: "GET",
    path: "/nodes/{node}/lxc",
    answer: (call) => data(list(call, "lxc").map((guest) => containerRow(call, guest))),
  },
  {
    method: "GET",
    path: "/nodes/{node}/qemu/{vmid}/status/current",
    needs: need("/vms/{vmid}", "VM.Audit"),
    answer: (call) => withConfig(call, (text) => data(current(call, text))),
  },
];

function list(call: Call, kind: GuestFile["kind"]): readonly GuestFile[] {
  return guestFiles(call.state, call.node.name).filter(
    (guest) => guest.kind === kind && may(call, `/vms/${guest.vmid}`, "VM.Audit"),
  );
}

function current(call: Call, text: string): Json {
  const vmid = vmidOf(call);
  const state = haStates(call.state).get(vmid);
  const { entries } = parseGuestConf(text).current;
  const agent = /(?:^|,)(?:enabled=)?1(?:,|$)/.test(entries.get("agent")?.value ?? "");
  return present({
    ...row(call, { vmid, node: call.node.name, kind: "qemu", text }, true),
    ha: state === undefined ? { managed: 0 } : { managed: 1, state },
    agent: agent ? 1 : undefined,
    clipboard: entries.has("vga") ? null : undefined,
  });
}

function row(call: Call, { vmid, text }: GuestFile, full: boolean): JsonObject {
  const { name, cpus, memory, disk, template } = guestTotals(text);
  const { entries } = parseGuestConf(text).current;
  const process = call.state.running.get(vmid);
  return present({
    vmid,
    name,
    status: process === undefined ? "stopped" : "running",
    qmpstatus: full ? (process === undefined ? "stopped" : "running") : undefined,
    cpus,
    maxmem: memory,
    maxdisk: disk,
    cpu: 0,
    mem: full && process !== undefined ? memory / 2 : 0,
    memhost: release(call.node.version) >= 9 ? 0 : undefined,
    disk: 0,
    netin: 0,
    netout: 0,
    uptime: process?.uptime ?? 0,
    template: template === 1 ? 1 : undefined,
    tags: entries.get("tags")?.value,
    lock: entries.get("lock")?.value,
    pid: process?.pid,
    ...(process === undefined ? {} : pressures(call)),
    ...(process === undefined || !full ? {} : live(call, text, memory)),
    "running-machine": full ? process?.machine : undefined,
    "running-qemu": full ? process?.qemu : undefined,
  });
}

function pressures(call: Call): JsonObject {
  if (release(call.node.version) < 9) return {};
  const names = ["cpu", "io", "memory"].flatMap((what) => [`pressure${what}some`, `pressure${what}full`]);
  return Object.fromEntries(names.map((name) => [name, 0]));
}

/** What only the running process knows. */
function live({ now }: Call, text: string, memory: number): JsonObject {
  const { current } = parseGuestConf(text);
  const disks = [...current.entries.values()].filter(
    ({ key, value }) => isDisk(key) && !value.includes("media=cdrom"),
  );
  const keys = disks.map(({ key }) => key);
  const counted = keys.includes("efidisk0") ? ["pflash0", ...keys] : keys;
  return {
    balloon: memory,
    freemem: memory / 2,
    diskread: counted.length * 1_048_576,
    diskwrite: counted.length * 2_097_152,
    blockstat: Object.fromEntries(counted.map((key) => [key, blockCounters])),
    ballooninfo: {
      ...balloonCounters,
      actual: memory,
      max_mem: memory,
      total_mem: memory,
      free_mem: memory / 2,
      last_update: now,
    },
    "proxmox-support": {
      "pbs-dirty-bitmap": true,
      "pbs-library-version": "2.0.0",
      "query-bitmap-info": true,
      "backup-fleecing": true,
    },
  };
}

function isDisk(key: string): boolean {
  return /^(?:ide|sata|scsi|virtio|efidisk)\d+$/.test(key);
}

const blockCounters: JsonObject = {
  rd_operations: 100,
  wr_operations: 200,
  flush_operations: 3,
  rd_bytes: 1_048_576,
  wr_bytes: 2_097_152,
  rd_total_time_ns: 1,
  wr_total_time_ns: 1,
  failed_rd_operations: 0,
  failed_wr_operations: 0,
  invalid_rd_operations: 0,
  invalid_wr_operations: 0,
};

const balloonCounters: JsonObject = {
  major_page_faults: 1,
  minor_page_faults: 1,
  mem_swapped_in: 0,
  mem_swapped_out: 0,
};

function containerRow(call: Call, { vmid, text }: GuestFile): JsonObject {
  const { name, cpus, memory } = guestTotals(text);
  const running = call.state.running.has(vmid);
  return {
    vmid: String(vmid),
    name,
    type: "lxc",
    status: running ? "running" : "stopped",
    cpus,
    maxmem: memory,
    maxswap: 0,
    maxdisk: 0,
    cpu: 0,
    mem: 0,
    swap: 0,
    disk: 0,
    netin: 0,
    netout: 0,
    diskread: 0,
    diskwrite: 0,
    uptime: 0,
  };
}
