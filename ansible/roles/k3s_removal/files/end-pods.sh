#!/bin/sh
# Kills the pods that a stopped k3s left running, and removes their mounts and interfaces.
set -eu
for group in /sys/fs/cgroup/kubepods* /sys/fs/cgroup/system.slice/k3s.service /sys/fs/cgroup/system.slice/k3s-agent.service; do
	if [ -w "$group/cgroup.kill" ]; then
		echo 1 >"$group/cgroup.kill"
	fi
done
# Deepest mounts first.
awk '$2 ~ "^/(run/k3s|run/netns/cni-|var/lib/kubelet/|var/lib/rancher/k3s/)" { print $2 }' /proc/self/mounts | sort -r |
	while read -r mount; do
		umount "$mount" || umount -l "$mount"
	done
for link in cilium_host cilium_geneve cilium_vxlan cni0; do
	if ip link show "$link" >/dev/null 2>&1; then
		ip link delete "$link"
	fi
done
