#!/usr/bin/env bash
# One test machine: an overlay on the image and separate namespaces, with systemd as process 1.
#   machine.sh start <folder of the machine> <name> <network namespace> <address/prefix> <gateway> <owner's pid>
#   machine.sh stop <folder of the machine>
# Files in <folder>: upper/ is its disk, pid its first process, log its output. The machine ends with its owner.
set -euo pipefail
step=$1 dir=$2 name=${3-} network=${4-} address=${5-} gateway=${6-} owner=${7-}

# Starts the supervisor, and returns when the machine's first process exists.
start() {
	rm -f "$dir/pid"
	setsid unshare --mount --propagation private bash "$0" supervise "${@:2}" >>"$dir/log" 2>&1 </dev/null &
	local supervisor=$!
	for _ in $(seq 300); do
		[ -s "$dir/pid" ] && return
		kill -0 "$supervisor" 2>/dev/null || break
		sleep 0.1
	done
	tail -20 "$dir/log" >&2
	return 1
}

# Kills the machine as a power cut would, and returns when everything is unmounted.
stop() {
	kill -9 "$(cat "$dir/pid" 2>/dev/null)" 2>/dev/null || true
	for _ in $(seq 200); do
		[ -e "$dir/pid" ] || return 0
		sleep 0.05
	done
	return 1
}

# Holds the mounts, which therefore disappear with it, and stops the machine when its owner exits.
supervise() {
	mkdir -p "$dir"/{upper,work,root,cgroup}
	mount -t overlay overlay -o "lowerdir=$dir/image,upperdir=$dir/upper,workdir=$dir/work" "$dir/root"
	mount -t cgroup2 none "$dir/cgroup"
	local cgroup="$dir/cgroup/$network-$name"
	mkdir -p "$cgroup"
	(
		echo "$BASHPID" >"$cgroup/cgroup.procs"
		exec unshare --uts --ipc --pid --net --mount --cgroup --fork --kill-child bash "$0" enter "${arguments[@]:1}"
	) &
	local parent=$! init=""
	until init=$(cat "/proc/$parent/task/$parent/children" 2>/dev/null | tr -d ' ') && [ -n "$init" ]; do
		kill -0 "$parent" && sleep 0.02
	done
	until ip link add "$name" netns "$network" type veth peer name eth0 netns "$init"; do
		ip -n "$network" link del "$name" 2>/dev/null || true
		sleep 0.1
	done
	ip -n "$network" link set "$name" master bridge up
	# Entering the namespaces before systemd runs would see the host's root.
	until [ "$(cat "/proc/$init/comm")" = systemd ]; do sleep 0.02; done
	echo "$init" >"$dir/pid.new" && mv "$dir/pid.new" "$dir/pid"
	tail --pid="$owner" -f /dev/null &
	local watch=$!
	wait -n "$parent" "$watch" || true
	kill -9 "$init" "$watch" 2>/dev/null || true
	wait "$parent" || true
	find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null || true
	rm -f "$dir/pid"
}

# Inside the namespaces: sets up file systems and network, and runs systemd.
enter() {
	local root="$dir/root"
	until ip link show eth0 >/dev/null 2>&1; do sleep 0.02; done
	hostname "$name"
	ip link set lo up
	ip address add "$address" dev eth0
	ip link set eth0 up
	ip route add default via "$gateway"

	mount -t proc proc "$root/proc"
	# The kernel is shared with the host: only settings of the network namespace may be changed.
	mount --bind "$root/proc/sys" "$root/proc/sys"
	mount --bind "$root/proc/sys/net" "$root/proc/sys/net"
	mount -o remount,ro,bind "$root/proc/sys"
	mount -t sysfs -o ro sysfs "$root/sys"
	mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
	mount -t tmpfs -o mode=755 tmpfs "$root/dev"
	for device in null zero full random urandom tty; do
		touch "$root/dev/$device"
		mount --bind "/dev/$device" "$root/dev/$device"
	done
	mkdir "$root/dev/pts" "$root/dev/shm"
	mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
	ln -s pts/ptmx "$root/dev/ptmx"
	ln -s /proc/self/fd "$root/dev/fd"
	mount -t tmpfs tmpfs "$root/dev/shm"
	mount -t tmpfs -o mode=755 tmpfs "$root/run"
	mkdir -p "$root/.outside"
	cd "$root"
	pivot_root . .outside
	umount -l /.outside
	exec env -i container=lab PATH=/usr/sbin:/usr/bin:/sbin:/bin /sbin/init </dev/null >/dev/null 2>&1
}

arguments=("$@")
"$step" "$@"
