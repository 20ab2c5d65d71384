/** Words that identify nobody and carry meaning: they stay wherever a name may stand. */
const words = new Set(
  [
    "local local-lvm local-zfs rpool ROOT pve pve-1 pve-root pve-data pve-swap data root swap tpool tmeta tdata var lib vz",
    "var-lib-vz mnt media srv home opt tmp etc run boot efi usr proc sys dev mapper zvol disk fuse shm null zero",
    "by-id by-path by-uuid by-label by-partuuid by-partlabel by-diskseq none cdrom cloudinit",
    "images iso template cache dump snippets import rootdir private backup backups vztmpl subvol base",
    "facts pvereport pasted nodes qemu-server lxc priv ha mapping rbd cephfs udev devpts sysfs tmpfs devtmpfs cgroup cgroup2 pstore",
    "bpf configfs debugfs tracefs hugetlbfs mqueue securityfs efivarfs systemd-1 binfmt_misc sunrpc rpc_pipefs fusectl lxcfs",
    "kernel fs security debug tracing hugepages firmware efivars user rpc pipefs net ns lock",
    "storage.cfg datacenter.cfg replication.cfg corosync.conf resources.cfg groups.cfg rules.cfg pci.cfg usb.cfg directory.cfg",
    "pveversion.txt uname.txt findmnt.json findmnt.txt lsblk.json zfs-get.txt zfs-get.json zpool-status.txt",
    "zpool-status.json zpool-list.txt zpool-list.json zpool-get.txt zpool-get.json zpool-ashift zdb zdb.txt zfs-get-direct.txt",
    "arcstats.txt zfs_arc_max.txt meminfo.txt list-timers.json list-timers.txt list-unit-files.json cron.txt cron.d",
    "cron-zfsutils-linux.txt zfsutils-linux crontab lvs.json lvs.txt vgs.json vgs.txt pvs.json pvs.txt pvesm-status.txt",
    "qm-list.txt datastore.cfg",
  ].flatMap((line) => line.split(" ")),
);

/** Devices the kernel numbers in the order of discovery. */
const kernelDevice =
  /^(?:(?:sd|vd|xvd|hd)[a-z]{1,3}\d*|nvme\d+(?:c\d+)?n\d+(?:p\d+)?|(?:zd|md|loop|nbd|rbd|mmcblk|bcache)\d+(?:p\d+)?|(?:dm-|sr|fd|zram|ram|sg|ttyS|ttyUSB|ttyACM|lun)\d+|mpath[a-z]{1,3})$/;

export function isKernelDevice(text: string): boolean {
  return kernelDevice.test(text);
}

/** Numbers stay as well: vmids and counters. */
export function isKnownWord(text: string): boolean {
  return (
    words.has(text) ||
    /^\d{1,10}$/.test(text) ||
    /^(?:vmbr|bond|eth)\d{1,4}$/.test(text) ||
    isKernelDevice(text)
  );
}

/** What stands where something was that has no relations worth keeping. */
export const redacted = "redacted";
