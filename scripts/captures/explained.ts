import type { Difference } from "./compare.ts";

/** Differences that are as they should be. The first that fits says why. */
interface Explanation {
  /** The recording's name. */
  readonly recording: RegExp;
  /** Where in the body, as compare.ts writes it; absent: the whole answer. */
  readonly at?: RegExp;
  /** Without it only another value is explained, not a key that is missing or of another type. */
  readonly shape?: true;
  readonly reason: string;
}

const explanations: readonly Explanation[] = [
  {
    recording:
      /^(?:cluster_(?:log|index|tasks)|pools|access_(?:users|roles|acl|domains)|pve\d_(?:config|dns|hosts|network|subscription|time|index|tasks|disks_smart.*|capabilities.*)|qemu_\d+_(?:index|rrddata)|w_ha_rm|w_resize)$/,
    shape: true,
    reason: "not simulated: nothing of ours asks it",
  },
  {
    recording: /./,
    at: /\/(?:cpu|mem|uptime|pid|disk|diskread|diskwrite|timestamp|next-run|next_sync|loadavg|last_update|freemem|free_mem|idle|wait|uid|ctime)(?:\/\d+)?$/,
    reason: "load and time: what the simulation says is constant, or now",
  },
  {
    recording: /./,
    at: /\/(?:ssl_fingerprint|ip|ring0_addr|repoid|pveversion|ManagerVersion)$/,
    reason: "the simulation's own addresses, certificates and build",
  },
  {
    recording: /apt_versions$/,
    at: /\/(?:Title|Description|Arch|Origin|Priority|Section)$/,
    reason: "package texts nobody reads",
  },
  {
    recording: /disks/,
    at: /\/(?:vendor|wwn|wearout|rpm)$/,
    reason: "disk values that no snapshot keeps",
  },
  {
    recording: /disks_list$|^ro_nodes_disks$/,
    at: /\/used$/,
    reason: "the recorded disks were stand-ins that no zpool knew; on real ones it reads ZFS or LVM",
  },
  {
    recording: /status|storage/,
    at: /\/(?:rootfs|local)\/(?:used|avail|free|used_fraction)$|^\/data\/(?:used|avail)$/,
    reason: "the root file system filled up while it was recorded",
  },
  {
    recording: /^pve3_disks_lvm$/,
    at: /vg_qvo/,
    reason: "the recorded volume group was smaller than its disk",
  },
  {
    recording: /^pve1_hardware_pci$/,
    shape: true,
    reason: "the PCI devices of the machine it was recorded on",
  },
  {
    recording: /^(?:w_storage_after|w_ha_resources_after|locked_vm_config)$/,
    at: /\/digest$/,
    reason: "a file that was written by hand, or that Proxmox VE prints in the order of a Perl hash",
  },
  {
    recording: /^w_cluster_resources_end$/,
    at: /^\/data\/qemu·202\/hastate$/,
    shape: true,
    reason: "the HA manager takes a while to forget what was taken from it",
  },
  { recording: /^w1903_post_async$/, at: /^\/data$/, reason: "every UPID is another" },
  { recording: /_status$/, at: /\/(?:boot-info|cpuinfo)\//, reason: "hardware nobody reads" },
  { recording: /_services$/, at: /\/desc$/, reason: "descriptions of services" },
  {
    recording: /./,
    at: /\/running-machine$/,
    reason: "the recorded QEMU was a stand-in that said pc-q35-11.0+pve0 of every guest",
  },
  {
    recording: /^cluster_ha_/,
    at: /\/(?:status|results\/.+)$/,
    shape: true,
    reason: "times in a text, and the random names of LRM results",
  },
];

export function explain(recording: string, { at, kind }: Difference): string | undefined {
  return explanations.find(
    (one) =>
      one.recording.test(recording) &&
      (one.at === undefined || one.at.test(at)) &&
      (kind === "value" || one.shape === true),
  )?.reason;
}
