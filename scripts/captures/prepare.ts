import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ClusterState, guestFiles, guestPath } from "../../test/simulated-pve/cluster-state.ts";
import type { SimulatedPve } from "../../test/simulated-pve/simulated-pve.ts";

/** What a snapshot does not keep. */
export function otherFiles(folder: string): Readonly<Record<string, string>> {
  return { "jobs.cfg": readFileSync(join(folder, "raw-etc-pve", "jobs.cfg"), "utf8") };
}

const images = { "debian-13.1.0-amd64-netinst.iso": 1_048_576, "virtio-win-0.1.271.iso": 838_860_800 };

/** What the captured cluster had and no file of it says. */
export function setUp({ state }: SimulatedPve): void {
  state.agents.clear();
  // LVM rounds the 4 MiB of a TPM state up to a whole number of extents.
  const shared = state.volumes.get("shared-iscsi-lvm") ?? [];
  const rounded = shared.map((volume) =>
    volume.volid.endsWith("vm-301-disk-2") ? { ...volume, size: 8_388_608 } : volume,
  );
  state.volumes.set("shared-iscsi-lvm", rounded);
  for (const node of state.nodes.keys()) {
    const volumes = state.volumes.get(`local@${node}`) ?? [];
    state.volumes.set(`local@${node}`, volumes);
    for (const [name, size] of Object.entries(images))
      volumes.push({ volid: `local:iso/${name}`, format: "iso", size, content: "iso" });
  }
}

/** What was done to the real cluster by hand, or by an endpoint that is not simulated, before a recording. */
export function prepare({ state }: SimulatedPve, folder: string, recording: string): void {
  if (recording === "locked_vm_config")
    edit(state, guestPath("pve3", 302), (text) => text.replace("machine:", "lock: backup\nmachine:"));
  if (recording === "w_ha_resources_after")
    edit(state, "ha/resources.cfg", (text) => text.replace("vm: 202\n\tstate started\n\n", ""));
  if (recording === "w_new_disk_alloc") grow(state);
  if (recording === "qemu_1903_config_before") {
    // A second session, on the cluster as it was in the beginning; only the resized volume stayed.
    const guests = guestFiles(state).map(({ vmid, node }) => guestPath(node, vmid));
    for (const path of [...guests, "storage.cfg"]) {
      const original = readFileSync(join(folder, "raw-etc-pve", path), "utf8");
      edit(state, path, () => original);
    }
  }
  if (recording === "ro_cluster_resources")
    edit(state, guestPath("pve2", 301), (text) => text.replace("tpmstate0:", "tags: ha;windows\ntpmstate0:"));
}

function edit({ files }: ClusterState, path: string, change: (text: string) => string): void {
  files.set(path, change(files.get(path) ?? ""));
}

/** PUT …/resize of scsi2 of 701 by one gibibyte. */
function grow(state: ClusterState): void {
  edit(state, guestPath("pve1", 701), (text) => text.replace("size=256G", "size=257G"));
  const volumes = state.volumes.get("SSD-r10@pve1") ?? [];
  const resized = volumes.map((volume) =>
    volume.volid.endsWith("vm-701-disk-1") ? { ...volume, size: 257 * 2 ** 30 } : volume,
  );
  state.volumes.set("SSD-r10@pve1", resized);
}
