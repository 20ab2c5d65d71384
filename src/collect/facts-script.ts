import type { KnownConfigs } from "./since.ts";

/**
 * The facts script: POSIX sh that reads one node, changes nothing and ends with 0 whatever was missing.
 *
 * What it prints is framed with a mark that is drawn anew in every run, so no output and no config can hold a line that
 * reads as the start of a record. Commands get no input: with `sh -s` that would be the rest of the script.
 * Every node has the configs of the whole cluster: of several nodes, one is asked for them.
 */
export function factsScript({ withConfigs = true, known }: ScriptOptions = {}): string {
  const clusterWide = withConfigs ? [versions, knownText(known), configs] : [];
  return [head, functions, commands, pools, agents, cron, ...clusterWide, end].join("\n");
}

interface ScriptOptions {
  readonly withConfigs?: boolean;
  /** Configs that need not be printed where the node says they are the same. */
  readonly known?: KnownConfigs | undefined;
}

/** Only letters, digits and `.-/` stand in it, and a node runs it: `knownConfigs` sees to that. */
const knownText = (known: KnownConfigs | undefined): string =>
  `known_counter='${known?.counter ?? ""}'\nknown='${known?.lines.join("\n") ?? ""}'\n`;

const head = String.raw`#!/bin/sh
# Lanekeeper facts: reads this Proxmox VE node and changes nothing. As root:
#   ssh root@<node> sh -s < facts.sh > <node>.txt      then: lanekeeper audit --from <node>.txt
# The output holds guest configs, without passwords; whoever gets it can read all else in them.
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C.UTF-8
TZ=UTC0
export PATH LC_ALL TZ
node=$(uname -n 2>/dev/null)
node=${"$"}{node%%.*}
mark=
{ read -r mark </proc/sys/kernel/random/uuid; } 2>/dev/null
[ -n "$mark" ] || mark=$(od -An -N16 -tx1 /dev/urandom 2>/dev/null | tr -d ' \n')
[ -n "$mark" ] || { echo "no random numbers on this node" >&2; exit 0; }
printf 'lanekeeper-facts/1 %s %s %s\n' "$mark" "${"$"}{node:-unknown}" "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
`;

// A command that hangs on a sick pool or storage must not hold up the rest.
const functions = String.raw`limit=
if command -v timeout >/dev/null 2>&1; then limit='timeout 120'; fi

# record <file> <exit code> <command> <output>
record() {
	printf '=%s= %s %s %s | %s\n%s\n' "$mark" "${"$"}{node:-unknown}" "$2" "$1" "$3" "$4"
}

# ask <file> <command...>: the x keeps the newlines at the end, which $( ) would drop
ask() {
	file=$1
	shift
	# shellcheck disable=SC2086
	out=$($limit "$@" 2>/dev/null </dev/null; rc=$?; printf x; exit "$rc")
	code=$?
	record "$file" "$code" "$*" "${"$"}{out%x}"
}

# config <path below /etc/pve> <sed options...>
config() {
	path=$1
	shift
	if [ -e "/etc/pve/$path" ]; then
		out=$(LC_ALL=C sed "$@" "/etc/pve/$path" 2>/dev/null </dev/null; rc=$?; printf x; exit "$rc")
		record "etc/pve/$path" "$?" "cat /etc/pve/$path" "${"$"}{out%x}"
	else
		record "etc/pve/$path" 1 "test -e /etc/pve/$path" ""
	fi
}
`;

/** pvesm: pvestatd asks the storages the same every ten seconds. `direct` alone: a ZFS before 2.3 refuses the whole line. */
const commands = String.raw`ask id.txt id
ask pveversion.txt pveversion --verbose
ask uname.txt uname -r
ask findmnt.json findmnt -J -o TARGET,SOURCE,FSTYPE,OPTIONS
ask lsblk.json lsblk -J -b -O
ask zfs-get.txt zfs get -Hp -o name,property,value,source -t filesystem,volume \
	type,creation,used,volsize,volblocksize,refreservation,recordsize,sync,logbias,compression,primarycache,dedup,encryption,mountpoint,atime,special_small_blocks,org.debian:periodic-trim
ask zfs-get-direct.txt zfs get -Hp -o name,property,value,source -t filesystem direct
ask zpool-status.txt zpool status -LP
ask zpool-list.txt zpool list -Hp
ask zpool-get.txt zpool get -Hp all
ask arcstats.txt cat /proc/spl/kstat/zfs/arcstats
ask zfs_arc_max.txt cat /sys/module/zfs/parameters/zfs_arc_max
ask meminfo.txt cat /proc/meminfo
ask list-timers.json systemctl list-timers --all --no-pager --output=json
ask list-unit-files.json systemctl list-unit-files --type=timer --no-pager --output=json
lv=vg_name,lv_name,lv_size,segtype,data_percent,metadata_percent
ask lvs.json lvs --reportformat json --units b --nosuffix -o "$lv,lv_autoactivation"
[ "$code" -eq 0 ] || ask lvs.json lvs --reportformat json --units b --nosuffix -o "$lv"
ask vgs.json vgs --reportformat json -o vg_name,vg_uuid,pv_name
ask pvesm-status.txt pvesm status
ask qm-list.txt qm list
ask replication.json pvesh get "/nodes/$node/replication" --output-format json
if [ -e /etc/proxmox-backup/datastore.cfg ]; then
	ask datastore.cfg cat /etc/proxmox-backup/datastore.cfg
else
	record datastore.cfg 1 "test -e /etc/proxmox-backup/datastore.cfg" ""
fi
`;

// The pool's own ashift can be set to anything later on; OpenZFS before 2.2 has no properties of vdevs.
const pools = `zpool list -H -o name 2>/dev/null </dev/null | while IFS= read -r pool; do
	if zpool get -H ashift "$pool" all-vdevs >/dev/null 2>&1 </dev/null; then
		ask "zpool-ashift@$pool.txt" zpool get -Hp -o name,property,value,source ashift "$pool" all-vdevs
	else
		ask "zdb@$pool.txt" zdb -C "$pool"
	fi
done
`;

/**
 * Running guests of this node whose agent is enabled. A silent agent takes seconds to say so: after two minutes the rest
 * is left out. The message is the answer, so it is kept with the output.
 */
const agents = String.raw`began=$(date +%s)
qm list 2>/dev/null </dev/null | sed -n 's/^ *\([0-9]\{3,9\}\) .* running .*/\1/p' | while IFS= read -r vmid; do
	grep -qE '^agent:[[:space:]]*(.*,)?(enabled=)?(1|on|yes|true)' "/etc/pve/nodes/$node/qemu-server/$vmid.conf" 2>/dev/null || continue
	[ $(($(date +%s) - began)) -lt 120 ] || break
	# shellcheck disable=SC2086
	out=$($limit qm agent "$vmid" get-osinfo 2>&1 </dev/null; rc=$?; printf x; exit "$rc")
	code=$?
	record "osinfo@$vmid.json" "$code" "qm agent $vmid get-osinfo" "${"$"}{out%x}"
done
`;

// Every line of cron and of local units that trims a pool; /dev/null so that grep always names the file.
const cron = `set -- /dev/null
for path in /etc/crontab /etc/cron.d /etc/cron.daily /etc/cron.weekly /etc/cron.monthly /var/spool/cron/crontabs /etc/systemd/system; do
	if [ -e "$path" ]; then set -- "$@" "$path"; fi
done
ask cron.txt grep -rsE 'zfs-linux/trim|zpool[[:space:]]+trim' "$@"
`;

/**
 * The cluster file system counts the writes to each guest's config, anew in every start, and each node for itself
 * (pve-cluster status.c, 9.0). The counts are read before the configs, so a write in between is seen the next time; and
 * the start twice, so that no count is taken for that of another start.
 */
const versions = String.raw`started() {
	sed -n 's/^"starttime": *\([0-9]\{1,20\}\).*/\1/p' /etc/pve/.version 2>/dev/null </dev/null
}
boot=
{ read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
start=$(started)
counts=$(sed -n 's#^"\([0-9]\{3,9\}\)": { "node": "\([A-Za-z0-9.-]*\)", "type": "qemu", "version": \([0-9]\{1,10\}\) }.*#nodes/\2/qemu-server/\1.conf \3#p' /etc/pve/.vmlist 2>/dev/null </dev/null)
counter=
if [ -n "$boot" ] && [ -n "$start" ] && [ "$start" = "$(started)" ]; then
	counter=$node/$boot/$start
	record etc/pve/versions 0 "cat /etc/pve/.version /etc/pve/.vmlist" "$counter
$counts"
fi
`;

/** priv/ is not read; of corosync.conf only names leave the node. sed works on bytes, so no password can hide in bad UTF-8. */
const configs = String.raw`if [ -d /etc/pve/nodes ]; then
	below() {
		for path in "$@"; do
			if [ -e "$path" ]; then printf '%s\n' "${"$"}{path#/etc/pve/}"; fi
		done
	}
	guests=$(below /etc/pve/nodes/*/qemu-server/*.conf)
	record etc/pve/tree 0 "ls /etc/pve/nodes /etc/pve/nodes/*/lxc /etc/pve/nodes/*/qemu-server" "$(below /etc/pve/nodes/* /etc/pve/nodes/*/lxc/*.conf)
$guests"
	if [ -n "$known" ] && [ "$counter" = "$known_counter" ]; then
		same=$(printf '%s\n' "$known" "$counts" | sort | uniq -d | sed 's/ [0-9]*$//')
		record etc/pve/unchanged 0 "uniq -d" "$(printf '%s\n' "$same" "$guests" | sort | uniq -d)"
		guests=$(printf '%s\n' "$same" "$same" "$guests" | sort | uniq -u)
	fi
	for path in storage.cfg datacenter.cfg replication.cfg ha/resources.cfg ha/groups.cfg ha/rules.cfg mapping/pci.cfg mapping/usb.cfg mapping/directory.cfg; do
		config "$path" \
			-e 's/^\([[:space:]]\{1,\}password[[:space:]]\{1,\}\).*/\1**********/' \
			-e 's/^\([[:space:]]\{1,\}encryption-key[[:space:]]\{1,\}\).*/\1**********/' \
			-e 's#^\(http_proxy:.*://\)[^/]*@#\1**********@#'
	done
	config corosync.conf -n \
		-e '/^[[:space:]]*[a-z_]\{1,\}[[:space:]]*{[[:space:]]*$/p' -e '/^[[:space:]]*}/p' \
		-e '/^[[:space:]]*cluster_name[[:space:]]*:/p' -e '/^[[:space:]]*name[[:space:]]*:/p'
	printf '%s\n' "$guests" | while IFS= read -r path; do
		[ -z "$path" ] || config "$path" -e 's/^\([[:space:]]*cipassword[[:space:]]*:\).*/\1 **********/'
	done
else
	record etc/pve/tree 1 "test -d /etc/pve/nodes" ""
fi
`;

const end = String.raw`printf '=%s= %s end\n' "$mark" "${"$"}{node:-unknown}"
exit 0
`;
