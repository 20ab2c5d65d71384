import type { GuestOs } from "./resolved.ts";

/**
 * What is to be seen only from inside a guest. These are no rules: nothing is judged, and nothing of it is due, or
 * coverage could never be full. `show`, `policy` and the page guest-os read this one list.
 */
export interface ChecklistItem {
  readonly id: string;
  readonly os: Exclude<GuestOs, "other">;
  /** What ought to be so. */
  readonly what: string;
  /** The command that shows it, run inside the guest: a shell for Linux, PowerShell as administrator for Windows. */
  readonly command: string;
  /** What the command prints where all is well. */
  readonly expect: string;
  readonly why: string;
  readonly source: string;
}

const checklist: readonly ChecklistItem[] = [
  {
    id: "trim-timer",
    os: "linux",
    what: "the periodic TRIM timer is enabled",
    command: "systemctl is-enabled fstrim.timer",
    expect: "enabled",
    why: "discard=on hands on what the guest trims; without the timer it trims nothing",
    source: "article: guest-side Linux",
  },
  {
    id: "barriers",
    os: "linux",
    what: "no file system is mounted without barriers",
    command: "findmnt -rno TARGET,OPTIONS | grep -wE 'nobarrier|barrier=0'",
    expect: "nothing",
    why: "cache=none is safe because the guest's flushes reach the disk; without barriers it sends none",
    source: "article: guest-side Linux",
  },
  {
    id: "agent-running",
    os: "linux",
    what: "the guest agent runs",
    command: "systemctl is-active qemu-guest-agent",
    expect: "active",
    why: "backups freeze its file systems through it, and agent: 1 in the config alone starts nothing",
    source: "article: guest-side Linux",
  },
  {
    id: "virtio-drivers",
    os: "windows",
    what: "virtio drivers are installed",
    command: "Get-PnpDevice -PresentOnly | ? FriendlyName -match VirtIO",
    expect: "OK for the SCSI controller, the network adapter and the balloon",
    why: "with drivers of another controller the disk has neither I/O threads nor TRIM",
    source: "article: guest-side Windows",
  },
  {
    id: "guest-tools",
    os: "windows",
    what: "the whole guest tools are installed, not the drivers alone",
    command: "Get-Service QEMU-GA",
    expect: "Running",
    why: "backups freeze its volumes through the agent, and agent: 1 in the config alone starts nothing",
    source: "article: guest-side Windows",
  },
  {
    id: "retrim",
    os: "windows",
    what: "deleted blocks are given back (Retrim)",
    command: "fsutil behavior query DisableDeleteNotify",
    expect: "NTFS DisableDeleteNotify = 0",
    why: "discard=on hands on what the guest trims, and nothing else frees the storage",
    source: "article: guest-side Windows",
  },
  {
    id: "no-scheduled-defrag",
    os: "windows",
    what: "Windows takes the disk for an SSD, so its weekly task does not defragment",
    command: "Get-PhysicalDisk | Select-Object FriendlyName, MediaType",
    expect: "SSD for every disk",
    why: "defragmenting rewrites a thin volume block by block: it grows, and so do its snapshots; ssd=1 prevents it",
    source: "article: guest-side Windows",
  },
  {
    id: "ntfs-clusters",
    os: "windows",
    what: "write-heavy data volumes have NTFS clusters of 16K or more",
    command: "fsutil fsinfo ntfsinfo D:",
    expect: "Bytes Per Cluster 16384 or more; only formatting anew changes it",
    why: "a write of 4K into a zvol block of 16K costs a read and a rewrite of all 16K",
    source: "article: volblocksize",
  },
];

/** The items of a guest; none for systems the policy does not know. */
export function checklistFor(os: GuestOs): readonly ChecklistItem[] {
  return checklist.filter((item) => item.os === os);
}

export const checklistSystems = ["linux", "windows"] as const;
